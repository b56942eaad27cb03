import RecognizerKernelInterface

/// `max(x, 0)`; the derivative at 0 is 0.
struct ReLU: ElementwiseActivation {
  @inline(always)
  func value(_ x: Vector) -> Vector { x.zeroed(unless: x .> 0) }

  @inline(always)
  func gradient(_ gradient: Vector, value y: Vector) -> Vector { gradient.zeroed(unless: y .> 0) }
}
