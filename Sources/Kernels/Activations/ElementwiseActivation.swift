import RecognizerKernelInterface

/// A function of single elements: its value and its derivative in one place.
///
/// The derivative is told by the value, so that forward may overwrite its input. Add one with a
/// file beside this one, a case of `Activation`, and a line in ``KernelVariant/activate(_:count:_:into:)``
/// and in its gradient.
protocol ElementwiseActivation {
  /// `y = f(x)`.
  func value(_ x: Vector) -> Vector
  /// `gradient * f'(x)`, where `y = f(x)`.
  func gradient(_ gradient: Vector, value y: Vector) -> Vector
}
