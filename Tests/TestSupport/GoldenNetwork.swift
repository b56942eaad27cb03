import Foundation
package import NeuralNet
package import NeuralNetReference

/// What PyTorch computed for a network and a batch, both given by formula.
///
/// `Tests/NeuralNetTests/Golden/make_golden.py` writes the files. The networks are `lenet5`,
/// `mnist-example` and `every-layer`; the batches hold 20 samples, or 5 of `mnist-example`, whose
/// reference takes long: no multiple of 16.
/// PyTorch ran in double precision on single-precision weights and inputs.
package struct GoldenNetwork: Decodable, Sendable {
  /// The network.
  package let architecture: Architecture
  /// Samples in the batch.
  package let count: Int
  /// The last layer's outputs in training, sample after sample.
  package let logits: [Double]
  /// What each loss makes of the logits.
  private let losses: [String: Loss]
  /// The gradients of the plain cross-entropy by tensor name; `input` is the input's.
  package let gradients: [String: GoldenTensor]
  /// `LAYER.running_mean` and `LAYER.running_var` after one training pass over the batch.
  package let runningStatistics: [String: [Double]]
  /// The outputs in inference, with those statistics.
  package let inferenceLogits: [Double]
  /// The losses of training runs.
  private let training: [String: [Double]]

  /// A loss's value and its gradient for the logits, mean over the batch.
  package struct Loss: Decodable, Sendable {
    /// The loss.
    package let value: Double
    /// The gradient for the logits, sample after sample.
    package let logitGradient: [Double]
  }

  /// A training run on the one batch with plain cross-entropy.
  package enum Run: String, CaseIterable, Sendable {
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
  package static func load(_ name: String) throws -> GoldenNetwork {
    let path = "\(packageRoot)/Tests/NeuralNetTests/Golden/\(name).json"
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    return try JSONDecoder().decode(GoldenNetwork.self, from: data)
  }

  /// The batch, sample-major.
  package var inputs: [Float] { hashedInputs(count, architecture.input) }

  /// The batch for reference layers.
  package var batch: Batch {
    Batch(count: count, shape: architecture.input, values: inputs.map(Double.init))
  }

  /// The samples' classes.
  package var labels: [Int] { hashedLabels(count) }
  /// The labels as what ten outputs should be.
  package var targets: Batch { Batch(oneHot: labels, classes: 10) }

  /// The tensors that `Architecture.parameterTensors()` names, as they are before training.
  package func parameters() throws(ArchitectureError) -> [String: [Float]] {
    try hashedParameters(of: architecture)
  }

  /// The reference network with these parameters.
  package func referenceNetwork() throws(ArchitectureError) -> ReferenceNetwork {
    ReferenceNetwork(
      architecture: architecture, parameters: try parameters().mapValues { $0.map(Double.init) })
  }

  /// Cross-entropy without label smoothing.
  package var crossEntropy: Loss { loss("cross-entropy") }
  /// Cross-entropy with label smoothing of 0.1.
  package var smoothedCrossEntropy: Loss { loss("cross-entropy, label smoothing 0.1") }
  /// Huber's loss of the logits against one-hot targets, delta 0.5.
  package var huber: Loss { loss("huber, delta 0.5") }
  /// The mean squared error of the softmax of the logits, mean over classes and batch.
  package var meanSquaredError: Loss { loss("mean squared error of softmax") }

  /// Eleven losses: before each of ten steps, and after the last.
  ///
  /// The file of `mnist-example` holds no runs.
  package func losses(of run: Run) -> [Double] { training[run.rawValue] ?? [] }

  private func loss(_ name: String) -> Loss {
    guard let loss = losses[name] else { preconditionFailure("no golden loss \(name)") }
    return loss
  }
}

/// A tensor kept whole, or as its norm and some of its entries.
package struct GoldenTensor: Decodable, Sendable {
  /// Entries of the tensor.
  package let count: Int
  /// The Euclidean norm of all entries.
  package let norm: Double
  /// Which entries are kept; all of them when there is none.
  package let indices: [Int]?
  /// The kept entries.
  package let values: [Double]

  /// How far `tensor` is off: the larger of the relative errors of the kept entries and of the
  /// norm.
  ///
  /// Infinite when the counts differ.
  package func relativeError(of tensor: [Double]) -> Double {
    guard tensor.count == count else { return .infinity }
    let kept = indices.map { $0.map { tensor[$0] } } ?? tensor
    return max(
      NeuralNetReference.relativeError(kept, values),
      NeuralNetReference.relativeError([NeuralNetReference.norm(tensor)], [norm]))
  }
}
