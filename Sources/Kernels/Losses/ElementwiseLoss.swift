package import RecognizerKernelInterface

/// A loss of each output by itself: its value and its derivative in one place.
///
/// Add one with a file beside this one, a function of ``KernelSet`` and a case of the library's
/// `Loss`.
protocol ElementwiseLoss {
  /// The loss of `difference = output - target`.
  func value(_ difference: Vector) -> Vector
  /// Its derivative.
  func derivative(_ difference: Vector) -> Vector
}

extension KernelVariant {
  package static func meanSquaredError(
    count: Int, _ output: UnsafePointer<Vector>, targets: UnsafePointer<Vector>,
    weights: UnsafePointer<Vector>, gradient: UnsafeMutablePointer<Vector>
  ) -> Vector {
    mean(of: SquaredError(), count, output, targets, weights[0], gradient)
  }

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
    let share = 1 / Float(count)
    var sum = Vector.zero
    for i in 0..<count {
      let difference = output[i] - targets[i]
      sum += loss.value(difference) * share
      gradient[i] = loss.derivative(difference) * share * weights
    }
    // A sample without weight may hold anything, so it is left out rather than multiplied by zero.
    return (sum * weights).zeroed(unless: weights .!= 0)
  }
}
