public import RecognizerKernelInterface

extension Activation {
  /// The word that names it in a model file.
  public var name: String {
    switch self {
    case .relu: "relu"
    case .leakyReLU: "leaky-relu"
    case .tanh: "tanh"
    case .sigmoid: "sigmoid"
    }
  }

  /// Its number, if it has one.
  var slope: Float? { if case .leakyReLU(let slope) = self { slope } else { nil } }

  /// The activation of that name.
  ///
  /// - Parameter slope: what a file says of it.
  init?(name: String, slope: Float?) {
    let known: [Activation] = [.relu, .leakyReLU(slope: slope ?? 0.01), .tanh, .sigmoid]
    guard let activation = known.first(where: { $0.name == name }) else { return nil }
    self = activation
  }

  /// How weights before it start.
  var initialization: Initialization {
    switch self {
    case .relu, .leakyReLU: .he
    case .tanh, .sigmoid: .glorot
    }
  }
}

extension LayerDescription {
  /// `max(x, 0)`.
  public static let relu = LayerDescription.activation(.relu)
  /// The hyperbolic tangent.
  public static let tanh = LayerDescription.activation(.tanh)
  /// `1 / (1 + exp(-x))`.
  public static let sigmoid = LayerDescription.activation(.sigmoid)

  /// `x` where it is positive, `slope * x` elsewhere.
  public static func leakyReLU(slope: Float) -> LayerDescription {
    .activation(.leakyReLU(slope: slope))
  }
}
