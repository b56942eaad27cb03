/// A function of one element whose derivative follows from its value.
public enum Activation: Hashable, Sendable {
  /// `max(x, 0)`.
  case relu
  /// `x` where it is positive, `slope * x` elsewhere; `slope` must not be negative.
  case leakyReLU(slope: Float)
  /// The hyperbolic tangent.
  case tanh
  /// `1 / (1 + exp(-x))`.
  case sigmoid
}
