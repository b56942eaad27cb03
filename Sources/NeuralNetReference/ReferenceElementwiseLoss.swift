import NeuralNet

/// A loss of each output by itself, mean over outputs and batch.
///
/// The outputs are compared as they are: a network trained with one of these on classes ends in a
/// softmax layer.
public enum ReferenceElementwiseLoss: ReferenceLoss {
  /// The squared difference: PyTorch's `MSELoss`.
  case meanSquaredError
  /// Half the squared difference up to `delta`, a straight line beyond: PyTorch's `HuberLoss`.
  case huber(delta: Double)

  /// The mean of the differences' losses.
  public func value(_ outputs: Batch, targets: Batch) -> Double {
    differences(outputs, targets).reduce(0) { $0 + loss($1) } / Double(outputs.values.count)
  }

  /// The losses' derivatives, divided by the number of differences.
  public func gradient(_ outputs: Batch, targets: Batch) -> Batch {
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
