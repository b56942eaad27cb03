public import NeuralNet

/// Predicts numbers of pictures, such as a digit's slant: what ``Recognizer`` is for classes.
///
/// Not for use from several threads at once; it spreads a batch over its own.
public final class Regressor {
  /// What answers.
  public let model: Model
  /// What the network's outputs stand for.
  public let scale: TargetScaling
  private let predictor: Predictor

  /// An regressor that uses a model.
  ///
  /// - Parameters:
  ///   - threads: the most threads that work at the same time.
  ///   - batch: the most pictures that pass through the network at once.
  /// - Precondition: the model's outputs are numbers.
  /// - Throws: `ArchitectureError` when the model's architecture is impossible.
  public init(model: Model, threads: Int = 1, batch: Int = 16) throws(ArchitectureError) {
    guard let scale = model.output.scale else {
      preconditionFailure("a model that knows classes")
    }
    self.model = model
    self.scale = scale
    predictor = Predictor(
      try Network(model.architecture), parameters: model.parameters, threads: threads,
      batch: batch)
  }

  /// Numbers of each picture.
  public var valuesPerImage: Int { predictor.network.outputCount }

  /// How the fixed points of the last answers were found, if the network has such.
  public private(set) var fixedPoints: SolverStatistics?

  /// The numbers of each sample, sample after sample.
  public func values(of samples: PixelSamples) -> [Float] {
    values(predictor.outputs(of: samples))
  }

  /// The numbers of one picture that is framed as the network was trained, bright ink on black.
  public func values(framed pixels: [UInt8]) -> [Float] {
    values(predictor.outputs(pixels: pixels, normalization: model.normalization))
  }

  private func values(_ outputs: Outputs) -> [Float] {
    fixedPoints = outputs.solver
    return outputs.values.map(scale.value(of:))
  }
}
