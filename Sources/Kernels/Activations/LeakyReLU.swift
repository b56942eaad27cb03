import RecognizerKernelInterface

/// `x` where it is positive, `slope * x` elsewhere; `slope` must not be negative, or the value
/// would not tell the derivative.
struct LeakyReLU: ElementwiseActivation {
  let slope: Float

  @inline(always)
  func value(_ x: Vector) -> Vector { (x * slope).replacing(with: x, where: x .> 0) }

  @inline(always)
  func gradient(_ gradient: Vector, value y: Vector) -> Vector {
    (gradient * slope).replacing(with: gradient, where: y .> 0)
  }
}
