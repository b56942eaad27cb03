public import DigitData
public import NeuralNet
public import RecognizerFileIO

/// Reads digits: a picture in, a digit with a calibrated confidence out, or a refusal.
///
///     let recognizer = try Recognizer(contentsOf: "models/default.safetensors")
///     let answer = recognizer.classify(try DecodedPicture(path: "seven.png").image)
///     print(answer.className ?? "no digit", answer.confidence)
///
/// Not for use from several threads at once; it spreads a batch over its own.
public final class Recognizer {
  /// What answers.
  public let model: Model
  /// The classes that it knows, and its calibration.
  public let classes: ClassOutput
  /// Pixels a row of what the network takes.
  public let width: Int
  /// Rows of what the network takes.
  public let height: Int
  private let predictor: Predictor
  private let normalizer = DigitNormalizer()

  /// A recogniser that uses a model.
  ///
  /// - Parameters:
  ///   - threads: the most threads that work at the same time.
  ///   - batch: the most pictures that pass through the network at once.
  /// - Precondition: the model's outputs are classes.
  /// - Throws: `ArchitectureError` when the model's architecture is impossible.
  public init(model: Model, threads: Int = 1, batch: Int = 16) throws(ArchitectureError) {
    guard let classes = model.output.classes else {
      preconditionFailure("a model that predicts numbers")
    }
    self.model = model
    self.classes = classes
    width = model.architecture.input.width
    height = model.architecture.input.height
    let network = try Network(model.architecture)
    predictor = Predictor(
      network, parameters: model.parameters, threads: threads, batch: batch)
  }

  /// A recogniser that uses the model in a file.
  ///
  /// - Throws: `FileError` when the file is no model for digits of 28 x 28 pixels, or one that
  ///   predicts numbers.
  public convenience init(
    contentsOf path: String, threads: Int = 1, batch: Int = 16
  ) throws(FileError) {
    let model = try DigitModel.load(path)
    guard model.output.classes != nil else {
      throw FileError(
        .corrupt, path: path, found: "a model that predicts numbers",
        remedy: "name a model that knows classes")
    }
    do {
      try self.init(model: model, threads: threads, batch: batch)
    } catch {
      throw FileError(error, path: path)
    }
  }

  /// How the fixed points of the last answers were found, if the network has such.
  public private(set) var fixedPoints: SolverStatistics?

  /// What a picture of one digit shows.
  ///
  /// - Parameter rejectBelow: the least confidence of an answer; the model's own if nothing.
  public func classify(
    _ image: GrayImage, polarity: Polarity = .auto, rejectBelow: Float? = nil
  ) -> Classification {
    switch normalizer.normalize(image, polarity: polarity) {
    case .blank: return .blank(classes: classes.names.count)
    case .digit(let digit):
      var answer = classify(framed: digit.pixels, rejectBelow: rejectBelow)
      answer.normalized = digit
      return answer
    }
  }

  /// What `width * height` bytes show, bright ink on black, fed as they are.
  public func classify(framed pixels: [UInt8], rejectBelow: Float? = nil) -> Classification {
    precondition(pixels.count == width * height, "\(pixels.count) pixels")
    guard pixels.contains(where: { $0 > 0 }) else { return .blank(classes: classes.names.count) }
    let outputs = predictor.outputs(pixels: pixels, normalization: model.normalization)
    fixedPoints = outputs.solver
    return Classification(
      probabilities: probabilities(outputs), classNames: classes.names,
      rejectBelow: rejectBelow ?? classes.rejectionThreshold)
  }

  /// Calibrated probabilities: `count x classes`, sample after sample.
  public func probabilities(of samples: PixelSamples) -> [Float] {
    let outputs = predictor.outputs(of: samples)
    fixedPoints = outputs.solver
    return probabilities(outputs)
  }

  private func probabilities(_ outputs: Outputs) -> [Float] {
    let count = classes.names.count
    var values = predictor.network.logits(outputs.values)
    for start in stride(from: 0, to: values.count, by: count) {
      let own = values[start..<start + count].map { Double($0) }
      for (c, probability) in softmax(own, temperature: Double(classes.temperature)).enumerated() {
        values[start + c] = Float(probability)
      }
    }
    return values
  }

  /// The network's logits: `count x classes`, sample after sample.
  public func logits(of samples: PixelSamples) -> [Float] {
    let outputs = predictor.outputs(of: samples)
    fixedPoints = outputs.solver
    return predictor.network.logits(outputs.values)
  }
}
