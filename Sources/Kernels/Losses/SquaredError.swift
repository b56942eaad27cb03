import RecognizerKernelInterface

/// `d ** 2`; the derivative is `2 d`.
struct SquaredError: ElementwiseLoss {
  @inline(always)
  func value(_ difference: Vector) -> Vector { difference * difference }

  @inline(always)
  func derivative(_ difference: Vector) -> Vector { difference * 2 }
}
