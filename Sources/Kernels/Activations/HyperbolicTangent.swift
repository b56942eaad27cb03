import RecognizerKernelInterface

/// `tanh x`; the derivative is `1 - y ** 2`.
struct HyperbolicTangent: ElementwiseActivation {
  /// `x - x ** 3 / 3 + ...` near zero, where the other form would cancel.
  @inline(always)
  func value(_ x: Vector) -> Vector {
    let square = x * x
    // The series' next term is below 1e-8 of the value for |x| < 0.2.
    let series =
      x
      * (1 + square
        * (Float(-1.0 / 3) + square
          * (Float(2.0 / 15) + square * (Float(-17.0 / 315) + square * Float(62.0 / 2835)))))
    let far = 1 - 2 / (exponential(x + x) + 1)
    return far.replacing(with: series, where: square .< 0.04)
  }

  @inline(always)
  func gradient(_ gradient: Vector, value y: Vector) -> Vector { gradient * (1 - y * y) }
}
