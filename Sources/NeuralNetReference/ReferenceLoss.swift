import Foundation
import NeuralNet

/// A loss of a network's outputs against class labels, averaged over the batch.
public protocol ReferenceLoss: Sendable {
  /// The loss of `outputs`, one row of classes a sample.
  func value(_ outputs: Batch, labels: [Int]) -> Double
  /// The loss's gradient for `outputs`.
  func gradient(_ outputs: Batch, labels: [Int]) -> Batch
}

/// Cross-entropy of the softmax of logits: PyTorch's `CrossEntropyLoss`, mean over the batch.
public struct ReferenceCrossEntropy: ReferenceLoss {
  private let labelSmoothing: Double

  /// A cross-entropy with smoothed targets.
  ///
  /// A target is `1 - labelSmoothing` for the label, plus `labelSmoothing / classes` for every
  /// class (Szegedy et al. 2016, "Rethinking the Inception Architecture").
  public init(labelSmoothing: Double = 0) { self.labelSmoothing = labelSmoothing }

  /// `-sum(target * log(softmax(logits)))`, mean over the batch.
  public func value(_ logits: Batch, labels: [Int]) -> Double {
    var sum = 0.0
    for sample in 0..<logits.count {
      let classes = 0..<logits.shape.count
      let largest = classes.map { logits[sample, $0] }.max() ?? 0
      let logSum = largest + log(classes.map { exp(logits[sample, $0] - largest) }.reduce(0, +))
      for each in classes {
        sum += target(each, labels[sample], classes.count) * (logSum - logits[sample, each])
      }
    }
    return sum / Double(logits.count)
  }

  /// `(softmax(logits) - target) / count`.
  public func gradient(_ logits: Batch, labels: [Int]) -> Batch {
    var gradient = ReferenceSoftmax().forward(logits)
    for sample in 0..<logits.count {
      for each in 0..<logits.shape.count {
        gradient[sample, each] -= target(each, labels[sample], logits.shape.count)
        gradient[sample, each] /= Double(logits.count)
      }
    }
    return gradient
  }

  private func target(_ each: Int, _ label: Int, _ classes: Int) -> Double {
    (each == label ? 1 - labelSmoothing : 0) + labelSmoothing / Double(classes)
  }
}

/// Squared difference from the one-hot target, mean over classes and batch: PyTorch's `MSELoss`.
///
/// The outputs are compared as they are: a network trained with this loss ends in a softmax layer.
public struct ReferenceMeanSquaredError: ReferenceLoss {
  /// A mean squared error.
  public init() {}

  /// `(output - target)²`, mean over classes and batch.
  public func value(_ outputs: Batch, labels: [Int]) -> Double {
    let differences = differences(outputs, labels)
    return differences.values.reduce(0) { $0 + $1 * $1 } / Double(outputs.values.count)
  }

  /// `2 * (output - target) / (classes * count)`.
  public func gradient(_ outputs: Batch, labels: [Int]) -> Batch {
    var gradient = differences(outputs, labels)
    gradient.values = gradient.values.map { 2 * $0 / Double(outputs.values.count) }
    return gradient
  }

  private func differences(_ outputs: Batch, _ labels: [Int]) -> Batch {
    var differences = outputs
    for sample in 0..<outputs.count { differences[sample, labels[sample]] -= 1 }
    return differences
  }
}
