public import NeuralNet

/// A loss of a network's outputs against their targets, averaged over the batch.
public protocol ReferenceLoss: Sendable {
  /// The loss of `outputs`, one row a sample.
  func value(_ outputs: Batch, targets: Batch) -> Double
  /// The loss's gradient for `outputs`.
  func gradient(_ outputs: Batch, targets: Batch) -> Batch
}

extension Loss {
  /// The same loss in double precision.
  public var reference: any ReferenceLoss {
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
  public init(oneHot labels: [Int], classes: Int) {
    self.init(zeros: labels.count, shape: Shape(channels: classes))
    for (sample, label) in labels.enumerated() { self[sample, label] = 1 }
  }

  /// What `outputs` outputs should be, a row a sample.
  public init(_ targets: Targets, outputs: Int) {
    self.init(
      count: targets.count, shape: Shape(channels: outputs),
      values: (0..<targets.count).flatMap { targets.row($0, outputs: outputs).map(Double.init) })
  }
}
