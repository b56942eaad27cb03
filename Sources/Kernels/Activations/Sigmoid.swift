import RecognizerKernelInterface

/// `1 / (1 + exp(-x))`; the derivative is `y (1 - y)`.
struct Sigmoid: ElementwiseActivation {
  @inline(always)
  func value(_ x: Vector) -> Vector { 1 / (1 + exponential(-x)) }

  @inline(always)
  func gradient(_ gradient: Vector, value y: Vector) -> Vector { gradient * (y * (1 - y)) }
}
