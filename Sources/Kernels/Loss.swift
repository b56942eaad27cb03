package import RecognizerKernelInterface

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension KernelVariant {
  /// `-sum_c w_c log p_c` with `p` the softmax of the output and the smoothed target
  /// `w_c = (1 - s) t_c + s / classes`; its gradient is `p - w`.
  ///
  /// - output, targets, gradient: `[classes]` vectors
  /// - weights: a vector, by which each sample's loss and gradient are multiplied: one over the
  ///   batch, zero for padding
  package static func crossEntropy(
    classes: Int, labelSmoothing: Float, _ output: UnsafePointer<Vector>,
    targets: UnsafePointer<Vector>, weights: UnsafePointer<Vector>,
    gradient: UnsafeMutablePointer<Vector>
  ) -> Vector {
    let largest = largest(classes, output)
    let sum = exponentials(count: classes, output, largest: largest, into: gradient)
    var logarithm = Vector.zero
    for sample in 0..<16 { logarithm[sample] = log(sum[sample]) }
    let everywhere = Vector(repeating: labelSmoothing / Float(classes))
    let peak = 1 - labelSmoothing
    var loss = Vector.zero
    for c in 0..<classes {
      let wanted = targets[c] * peak + everywhere
      loss += wanted * (logarithm + largest - output[c])
      gradient[c] = (gradient[c] / sum - wanted) * weights[0]
    }
    // A sample without weight may hold anything, so it is left out rather than multiplied by zero.
    return (loss * weights[0]).zeroed(unless: weights[0] .!= 0)
  }

  /// `sum_i (output_i - target_i) ** 2 / count`.
  ///
  /// - output, targets, gradient: `[count]` vectors
  /// - weights: a vector, as of ``crossEntropy(classes:labelSmoothing:_:targets:weights:gradient:)``
  package static func meanSquaredError(
    count: Int, _ output: UnsafePointer<Vector>, targets: UnsafePointer<Vector>,
    weights: UnsafePointer<Vector>, gradient: UnsafeMutablePointer<Vector>
  ) -> Vector {
    mean(of: SquaredError(), count, output, targets, weights[0], gradient)
  }

  /// `sum_i h(output_i - target_i) / count` with `h(d) = d ** 2 / 2` up to `delta` and a straight line
  /// beyond.
  ///
  /// - output, targets, gradient: `[count]` vectors
  /// - weights: a vector, as of ``crossEntropy(classes:labelSmoothing:_:targets:weights:gradient:)``
  package static func huberLoss(
    count: Int, delta: Float, _ output: UnsafePointer<Vector>, targets: UnsafePointer<Vector>,
    weights: UnsafePointer<Vector>, gradient: UnsafeMutablePointer<Vector>
  ) -> Vector {
    mean(of: HuberLoss(delta: delta), count, output, targets, weights[0], gradient)
  }

  /// The mean over the outputs, each sample by its weight.
  @inline(always)
  private static func mean(
    of loss: some ElementwiseLoss, _ count: Int, _ output: UnsafePointer<Vector>,
    _ targets: UnsafePointer<Vector>, _ weights: Vector, _ gradient: UnsafeMutablePointer<Vector>
  ) -> Vector {
    let inverseCount = 1 / Float(count)
    var sum = Vector.zero
    for i in 0..<count {
      let difference = output[i] - targets[i]
      sum += loss.value(difference) * inverseCount
      gradient[i] = loss.derivative(difference) * inverseCount * weights
    }
    // A sample without weight may hold anything, so it is left out rather than multiplied by zero.
    return (sum * weights).zeroed(unless: weights .!= 0)
  }
}

// MARK: - Elementwise losses

/// A loss of each output by itself: its value and its derivative in one place.
///
/// Add one with a type below, a function of ``KernelSet`` and a case of the library's `Loss`.
private protocol ElementwiseLoss {
  /// The loss of `difference = output - target`.
  func value(_ difference: Vector) -> Vector
  /// Its derivative.
  func derivative(_ difference: Vector) -> Vector
}

/// `d ** 2`; the derivative is `2 d`.
private struct SquaredError: ElementwiseLoss {
  @inline(always)
  func value(_ difference: Vector) -> Vector { difference * difference }

  @inline(always)
  func derivative(_ difference: Vector) -> Vector { difference * 2 }
}

/// `d ** 2 / 2` up to `delta` and a straight line beyond, so that no single sample pulls harder than
/// `delta` (Huber 1964).
private struct HuberLoss: ElementwiseLoss {
  let delta: Float

  @inline(always)
  func value(_ difference: Vector) -> Vector {
    let near = derivative(difference)
    // With `d` held to `delta` this is both branches: `d d / 2`, and `delta |d| - delta ** 2 / 2`.
    return near * (difference - near * 0.5)
  }

  @inline(always)
  func derivative(_ difference: Vector) -> Vector {
    let (low, high) = (Vector(repeating: -delta), Vector(repeating: delta))
    return difference.replacing(with: low, where: difference .< low)
      .replacing(with: high, where: difference .> high)
  }
}
