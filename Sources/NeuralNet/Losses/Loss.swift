import KernelInterface

/// What training makes small.
public enum Loss: Codable, Hashable, Sendable {
  /// `-sum_c t_c log softmax(y)_c`, the mean over samples; the network's output is logits.
  ///
  /// The target is `1 - labelSmoothing` on the true class, and `labelSmoothing` spread over all
  /// classes (Szegedy et al. 2016).
  case crossEntropy(labelSmoothing: Float = 0)
  /// `(y_c - t_c) ** 2` against the one-hot target, the mean over classes and samples.
  case meanSquaredError
}

extension Loss {
  /// Writes the gradient of one block's outputs and returns the block's share of the loss.
  func evaluate(
    _ kernels: any KernelSet.Type, classes: Int, outputs: UnsafePointer<Vector>,
    targets: UnsafePointer<Int32>, weights: UnsafePointer<Vector>,
    gradient: UnsafeMutablePointer<Vector>
  ) -> Float {
    switch self {
    case .crossEntropy(let labelSmoothing):
      kernels.crossEntropy(
        LossGeometry(classes: classes, labelSmoothing: labelSmoothing), outputs, targets: targets,
        weights: weights, gradient: gradient
      ).sum()
    case .meanSquaredError:
      kernels.meanSquaredError(
        LossGeometry(classes: classes, labelSmoothing: 0), outputs, targets: targets,
        weights: weights, gradient: gradient
      ).sum()
    }
  }
}
