import Foundation
import NeuralNet

/// Cross-entropy of the softmax of logits: PyTorch's `CrossEntropyLoss`, mean over the batch.
public struct ReferenceCrossEntropy: ReferenceLoss {
  private let labelSmoothing: Double

  /// A cross-entropy with smoothed targets.
  ///
  /// What it compares with is `1 - labelSmoothing` of the target, plus `labelSmoothing / classes` for
  /// every class (Szegedy et al. 2016, "Rethinking the Inception Architecture").
  public init(labelSmoothing: Double = 0) { self.labelSmoothing = labelSmoothing }

  /// `-sum(target * log(softmax(logits)))`, mean over the batch.
  public func value(_ logits: Batch, targets: Batch) -> Double {
    let targets = smoothed(targets)
    var sum = 0.0
    for sample in 0..<logits.count {
      let classes = 0..<logits.shape.count
      let largest = classes.map { logits[sample, $0] }.max() ?? 0
      let logSum = largest + log(classes.map { exp(logits[sample, $0] - largest) }.reduce(0, +))
      for each in classes { sum += targets[sample, each] * (logSum - logits[sample, each]) }
    }
    return sum / Double(logits.count)
  }

  /// `(softmax(logits) - target) / count`.
  public func gradient(_ logits: Batch, targets: Batch) -> Batch {
    var gradient = ReferenceSoftmax().forward(logits)
    gradient.values = zip(gradient.values, smoothed(targets).values).map {
      ($0 - $1) / Double(logits.count)
    }
    return gradient
  }

  private func smoothed(_ targets: Batch) -> Batch {
    var smoothed = targets
    smoothed.values = targets.values.map {
      (1 - labelSmoothing) * $0 + labelSmoothing / Double(targets.shape.count)
    }
    return smoothed
  }
}
