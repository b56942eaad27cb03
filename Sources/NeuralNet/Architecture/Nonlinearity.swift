/// The function of single features inside an equilibrium layer.
///
/// Both are non-expansive: they never move two numbers further apart than they were.
public enum Nonlinearity: String, Codable, Hashable, Sendable, CaseIterable {
  /// The hyperbolic tangent.
  case tanh
  /// `max(x, 0)`.
  case relu
}
