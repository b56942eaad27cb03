import Foundation
package import NeuralNet

/// A loss of a network's outputs against their targets, averaged over the batch.
package protocol ReferenceLoss: Sendable {
  /// The loss of `outputs`, one row a sample.
  func value(_ outputs: Batch, targets: Batch) -> Double
  /// The loss's gradient for `outputs`.
  func gradient(_ outputs: Batch, targets: Batch) -> Batch
}

extension Loss {
  /// The same loss in double precision.
  package var reference: any ReferenceLoss {
    switch self {
    case .crossEntropy(let labelSmoothing):
      ReferenceCrossEntropy(labelSmoothing: Double(labelSmoothing))
    case .meanSquaredError: ReferenceElementwiseLoss.meanSquaredError
    case .huber(let delta): ReferenceElementwiseLoss.huber(delta: Double(delta))
    }
  }
}

extension Batch {
  /// One row for each label, one at the label and zero elsewhere.
  package init(oneHot labels: [Int], classes: Int) {
    self.init(zeros: labels.count, shape: Shape(channels: classes))
    for (sample, label) in labels.enumerated() { self[sample, label] = 1 }
  }

  /// The targets of `outputs` outputs, a row per sample.
  package init(_ targets: Targets, outputs: Int) {
    self.init(
      count: targets.count, shape: Shape(channels: outputs),
      values: (0..<targets.count).flatMap { targets.row($0, outputs: outputs).map(Double.init) })
  }
}

/// Cross-entropy of the softmax of logits: PyTorch's `CrossEntropyLoss`, mean over the batch.
package struct ReferenceCrossEntropy: ReferenceLoss {
  private let labelSmoothing: Double

  /// A cross-entropy with smoothed targets.
  ///
  /// The smoothed target is `1 - labelSmoothing` of the target, plus `labelSmoothing / classes` for
  /// every class (Szegedy et al. 2016, "Rethinking the Inception Architecture").
  package init(labelSmoothing: Double = 0) { self.labelSmoothing = labelSmoothing }

  /// `-sum(target * log(softmax(logits)))`, mean over the batch.
  package func value(_ logits: Batch, targets: Batch) -> Double {
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
  package func gradient(_ logits: Batch, targets: Batch) -> Batch {
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

/// A loss of each output by itself, mean over outputs and batch.
///
/// The outputs are compared as they are: a network trained with one of these on classes ends in a
/// softmax layer.
package enum ReferenceElementwiseLoss: ReferenceLoss {
  /// The squared difference: PyTorch's `MSELoss`.
  case meanSquaredError
  /// Half the squared difference up to `delta`, a straight line beyond: PyTorch's `HuberLoss`.
  case huber(delta: Double)

  /// The mean of the differences' losses.
  package func value(_ outputs: Batch, targets: Batch) -> Double {
    differences(outputs, targets).reduce(0) { $0 + loss($1) } / Double(outputs.values.count)
  }

  /// The losses' derivatives, divided by the number of differences.
  package func gradient(_ outputs: Batch, targets: Batch) -> Batch {
    var gradient = outputs
    gradient.values = differences(outputs, targets).map {
      derivative($0) / Double(outputs.values.count)
    }
    return gradient
  }

  private func differences(_ outputs: Batch, _ targets: Batch) -> [Double] {
    zip(outputs.values, targets.values).map(-)
  }

  private func loss(_ difference: Double) -> Double {
    switch self {
    case .meanSquaredError: difference * difference
    case .huber(let delta):
      abs(difference) <= delta
        ? difference * difference / 2 : delta * (abs(difference) - delta / 2)
    }
  }

  private func derivative(_ difference: Double) -> Double {
    switch self {
    case .meanSquaredError: 2 * difference
    case .huber(let delta): min(max(difference, -delta), delta)
    }
  }
}
