package import RecognizerKernelInterface

extension Activation {
  /// The words that name activations in a model file.
  ///
  /// Both directions switch over all cases, so that none can be forgotten.
  private enum Name: String {
    case relu
    case leakyReLU = "leaky-relu"
    case tanh
    case sigmoid
  }

  /// The word that names it in a model file.
  package var name: String {
    let name: Name =
      switch self {
      case .relu: .relu
      case .leakyReLU: .leakyReLU
      case .tanh: .tanh
      case .sigmoid: .sigmoid
      }
    return name.rawValue
  }

  /// Its number, if it has one.
  var slope: Float? { if case .leakyReLU(let slope) = self { slope } else { nil } }

  /// The activation of that name.
  ///
  /// - Parameter slope: the slope that a file gives, if it gives one.
  init?(name: String, slope: Float?) {
    switch Name(rawValue: name) {
    case .relu: self = .relu
    case .leakyReLU: self = .leakyReLU(slope: slope ?? 0.01)
    case .tanh: self = .tanh
    case .sigmoid: self = .sigmoid
    case nil: return nil
    }
  }

  /// The initialisation of weights before it.
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
