import RecognizerKernelInterface

/// `d ** 2 / 2` up to `delta` and a straight line beyond, so that no single sample pulls harder than
/// `delta` (Huber 1964).
struct HuberLoss: ElementwiseLoss {
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
