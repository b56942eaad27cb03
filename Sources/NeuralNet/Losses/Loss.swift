import RecognizerKernelInterface

/// What training makes small.
public enum Loss: Codable, Hashable, Sendable {
  /// `-sum_c t_c log softmax(y)_c`, the mean over samples; the network's output is logits.
  ///
  /// The target is `1 - labelSmoothing` on the true class, and `labelSmoothing` spread over all
  /// classes (Szegedy et al. 2016).
  case crossEntropy(labelSmoothing: Float = 0)
  /// `(y_i - t_i) ** 2`, the mean over outputs and samples.
  case meanSquaredError
  /// `d ** 2 / 2` for a difference `d` of at most `delta`, `delta * (|d| - delta / 2)` beyond it, the
  /// mean over outputs and samples (Huber 1964).
  ///
  /// As PyTorch has it: near the target, half the squared error. `delta` is on the outputs' scale.
  case huber(delta: Float = 1)
}

extension Loss {
  /// Writes the gradient of one block's outputs and returns the block's share of the loss.
  func evaluate(
    _ kernels: any KernelSet.Type, count: Int, outputs: UnsafePointer<Vector>,
    targets: UnsafePointer<Vector>, weights: UnsafePointer<Vector>,
    gradient: UnsafeMutablePointer<Vector>
  ) -> Float {
    switch self {
    case .crossEntropy(let labelSmoothing):
      kernels.crossEntropy(
        classes: count, labelSmoothing: labelSmoothing, outputs, targets: targets,
        weights: weights, gradient: gradient
      ).sum()
    case .meanSquaredError:
      kernels.meanSquaredError(
        count: count, outputs, targets: targets, weights: weights, gradient: gradient
      ).sum()
    case .huber(let delta):
      kernels.huberLoss(
        count: count, delta: delta, outputs, targets: targets, weights: weights,
        gradient: gradient
      ).sum()
    }
  }
}
