import Foundation
public import NeuralNet
public import NeuralNetReference

/// What PyTorch computed for a network and a batch, both given by formula.
///
/// `Tests/NeuralNetTests/Golden/make_golden.py` writes the files. The networks are `lenet5`,
/// `mnist-example` and `every-layer`; the batches hold 20 samples, or 5 of `mnist-example`, whose
/// reference takes long: no multiple of 16.
/// PyTorch ran in double precision on single-precision weights and inputs.
public struct GoldenNetwork: Decodable, Sendable {
  /// The network.
  public let architecture: Architecture
  /// Samples in the batch.
  public let count: Int
  /// The last layer's outputs in training, sample after sample.
  public let logits: [Double]
  /// What each loss makes of the logits.
  private let losses: [String: Loss]
  /// The gradients of the plain cross-entropy by tensor name; `input` is the input's.
  public let gradients: [String: GoldenTensor]
  /// `LAYER.running_mean` and `LAYER.running_var` after one training pass over the batch.
  public let runningStatistics: [String: [Double]]
  /// The outputs in inference, with those statistics.
  public let inferenceLogits: [Double]
  /// The losses of training runs.
  private let training: [String: [Double]]

  /// A loss's value and its gradient for the logits, mean over the batch.
  public struct Loss: Decodable, Sendable {
    /// The loss.
    public let value: Double
    /// The gradient for the logits, sample after sample.
    public let logitGradient: [Double]
  }

  /// A training run on the one batch with plain cross-entropy.
  public enum Run: String, CaseIterable, Sendable {
    /// Learning rate 0.01, momentum 0.9, weight decay 0.1 of every tensor.
    case sgd = "sgd"
    /// The same, weight decay only of convolution and dense weights.
    case sgdOnlyWeightsDecay = "sgd, only weights decay"
    /// Learning rate 0.01, Nesterov momentum 0.9, no weight decay.
    case nesterov = "sgd, nesterov"
    /// Learning rate 0.001, betas 0.9 and 0.999, epsilon 1e-8, weight decay 0.1 of every tensor.
    case adamW = "adamw"
    /// The same, weight decay only of convolution and dense weights.
    case adamWOnlyWeightsDecay = "adamw, only weights decay"
  }

  /// Reads the golden file of a network.
  public static func load(_ name: String) throws -> GoldenNetwork {
    let path = "\(packageRoot)/Tests/NeuralNetTests/Golden/\(name).json"
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    return try JSONDecoder().decode(GoldenNetwork.self, from: data)
  }

  /// The batch, sample-major.
  public var inputs: [Float] { hashedInputs(count, architecture.input) }

  /// The batch for reference layers.
  public var batch: Batch {
    Batch(count: count, shape: architecture.input, values: inputs.map(Double.init))
  }

  /// The samples' classes.
  public var labels: [Int] { hashedLabels(count) }
  /// The labels as what ten outputs should be.
  public var targets: Batch { Batch(oneHot: labels, classes: 10) }

  /// The tensors that `Architecture.parameterTensors()` names, as they are before training.
  public func parameters() throws(ArchitectureError) -> [String: [Float]] {
    try hashedParameters(of: architecture)
  }

  /// The reference network with these parameters.
  public func referenceNetwork() throws(ArchitectureError) -> ReferenceNetwork {
    ReferenceNetwork(
      architecture: architecture, parameters: try parameters().mapValues { $0.map(Double.init) })
  }

  /// Cross-entropy without label smoothing.
  public var crossEntropy: Loss { loss("cross-entropy") }
  /// Cross-entropy with label smoothing of 0.1.
  public var smoothedCrossEntropy: Loss { loss("cross-entropy, label smoothing 0.1") }
  /// Huber's loss of the logits against one-hot targets, delta 0.5.
  public var huber: Loss { loss("huber, delta 0.5") }
  /// The mean squared error of the softmax of the logits, mean over classes and batch.
  public var meanSquaredError: Loss { loss("mean squared error of softmax") }

  /// Eleven losses: before each of ten steps, and after the last.
  ///
  /// The file of `mnist-example` holds no runs.
  public func losses(of run: Run) -> [Double] { training[run.rawValue] ?? [] }

  private func loss(_ name: String) -> Loss {
    guard let loss = losses[name] else { preconditionFailure("no golden loss \(name)") }
    return loss
  }
}

/// A tensor kept whole, or as its norm and some of its entries.
public struct GoldenTensor: Decodable, Sendable {
  /// Entries of the tensor.
  public let count: Int
  /// The Euclidean norm of all entries.
  public let norm: Double
  /// Which entries are kept; all of them when there is none.
  public let indices: [Int]?
  /// The kept entries.
  public let values: [Double]

  /// How far `tensor` is off: the larger of the relative errors of the kept entries and of the
  /// norm.
  ///
  /// Infinite when the counts differ.
  public func relativeError(of tensor: [Double]) -> Double {
    guard tensor.count == count else { return .infinity }
    let kept = indices.map { $0.map { tensor[$0] } } ?? tensor
    return max(
      NeuralNetReference.relativeError(kept, values),
      NeuralNetReference.relativeError([NeuralNetReference.norm(tensor)], [norm]))
  }
}
