import RecognizerKernelInterface

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The function of outputs and targets that training minimises.
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
  /// Writes the gradient of one block's outputs and returns the block's part of the batch's mean loss.
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

// MARK: - Samples

extension Loss {
  /// The loss of one sample's outputs, in double precision and without label smoothing: that is a
  /// training aid, and the figure is to be compared.
  package func value(_ outputs: ArraySlice<Float>, targets: [Float]) -> Double {
    switch self {
    case .crossEntropy:
      let largest = Double(outputs.max() ?? 0)
      let sum = outputs.reduce(0) { $0 + exp(Double($1) - largest) }
      return zip(outputs, targets).reduce(0) {
        $0 + Double($1.1) * (log(sum) + largest - Double($1.0))
      }
    case .meanSquaredError: return Self.mean(outputs, targets) { $0 * $0 }
    case .huber(let delta):
      let delta = Double(delta)
      return Self.mean(outputs, targets) { difference in
        let near = min(abs(difference), delta)
        return near * (abs(difference) - near / 2)
      }
    }
  }

  /// The mean over the outputs of a function of their differences.
  static func mean(
    _ outputs: ArraySlice<Float>, _ targets: [Float], of loss: (Double) -> Double
  ) -> Double {
    let sum = zip(outputs, targets).reduce(0) { $0 + loss(Double($1.0) - Double($1.1)) }
    return sum / Double(max(targets.count, 1))
  }
}
