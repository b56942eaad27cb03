public import RecognizerKernelInterface

/// One layer without its weights: a value that can be printed, compared and stored.
public enum LayerDescription: Hashable, Sendable {
  /// Two-dimensional cross-correlation with a bias for each output channel.
  ///
  /// Output rows are `(height + 2 * padding - kernel) / stride + 1`, columns likewise.
  case convolution(outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0, bias: Bool = true)
  /// The largest value of each window; `stride` is usually `size`.
  case maxPooling(size: Int, stride: Int)
  /// The mean of each window; `stride` is usually `size`.
  case averagePooling(size: Int, stride: Int)
  /// An affine map of all features to `outputs` features.
  case dense(outputs: Int, bias: Bool = true)
  /// A function of each feature by itself.
  case activation(Activation)
  /// `exp(x) / sum(exp(x))` over all features.
  case softmax
  /// Normalisation of each channel over the batch (Ioffe and Szegedy 2015), then scale and shift.
  ///
  /// `momentum` is the weight of a batch's own statistics in the running ones, as in PyTorch.
  case batchNormalization(momentum: Float = 0.1, epsilon: Float = 1e-5)
  /// Each feature dropped with `probability` while training (Srivastava et al. 2014), the others
  /// scaled by `1 / (1 - probability)`.
  case dropout(probability: Float)
  /// Channels, rows and columns become one axis; the order of features stays.
  case flatten
  /// The fixed point `z = f(W z + U x + b)` (Almeida 1987, Pineda 1987; Bai et al. 2019).
  ///
  /// With a `kernel`, which must be odd, `W` and `U` are convolutions that keep rows and columns;
  /// without one they are dense. The state is iterated until it moves by less than `tolerance` of
  /// its length, or `limit` times.
  case equilibrium(
    outputs: Int, kernel: Int? = nil, function: Nonlinearity = .tanh, tolerance: Float = 1e-4,
    limit: Int = 50)
}

extension LayerDescription {
  /// The word that names the kind of layer in a model file.
  package var type: String {
    switch self {
    case .convolution: "convolution"
    case .maxPooling: "max-pooling"
    case .averagePooling: "average-pooling"
    case .dense: "dense"
    case .activation(let activation): activation.name
    case .softmax: "softmax"
    case .batchNormalization: "batch-normalization"
    case .dropout: "dropout"
    case .flatten: "flatten"
    case .equilibrium: "equilibrium"
    }
  }
}

// MARK: - Codable

extension LayerDescription: Codable {
  private enum Key: String, CodingKey {
    case type, outputs, kernel, stride, padding, bias, size, slope, momentum, epsilon, probability
    case function, tolerance, limit
  }

  /// Reads `{"type": ..., ...}`; what has a usual value may be left out.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    func int(_ key: Key, default value: Int? = nil) throws -> Int {
      if let value, !values.contains(key) { return value }
      return try values.decode(Int.self, forKey: key)
    }
    func float(_ key: Key, default value: Float? = nil) throws -> Float {
      if let value, !values.contains(key) { return value }
      return try values.decode(Float.self, forKey: key)
    }
    func bias() throws -> Bool { try values.decodeIfPresent(Bool.self, forKey: .bias) ?? true }

    let type = try values.decode(String.self, forKey: .type)
    switch type {
    case "convolution":
      self = .convolution(
        outputs: try int(.outputs), kernel: try int(.kernel),
        stride: try int(.stride, default: 1), padding: try int(.padding, default: 0),
        bias: try bias())
    case "max-pooling":
      let size = try int(.size)
      self = .maxPooling(size: size, stride: try int(.stride, default: size))
    case "average-pooling":
      let size = try int(.size)
      self = .averagePooling(size: size, stride: try int(.stride, default: size))
    case "dense": self = .dense(outputs: try int(.outputs), bias: try bias())
    case "softmax": self = .softmax
    case "batch-normalization":
      self = .batchNormalization(
        momentum: try float(.momentum, default: 0.1), epsilon: try float(.epsilon, default: 1e-5))
    case "dropout": self = .dropout(probability: try float(.probability))
    case "flatten": self = .flatten
    case "equilibrium":
      self = .equilibrium(
        outputs: try int(.outputs), kernel: try values.decodeIfPresent(Int.self, forKey: .kernel),
        function: try values.decodeIfPresent(Nonlinearity.self, forKey: .function) ?? .tanh,
        tolerance: try float(.tolerance, default: 1e-4), limit: try int(.limit, default: 50))
    default:
      let slope = try values.decodeIfPresent(Float.self, forKey: .slope)
      if let activation = Activation(name: type, slope: slope) {
        self = .activation(activation)
        return
      }
      throw DecodingError.dataCorruptedError(
        forKey: .type, in: values, debugDescription: "unknown layer type \"\(type)\"")
    }
  }

  /// Writes `{"type": ..., ...}` with every value.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(type, forKey: .type)
    switch self {
    case .convolution(let outputs, let kernel, let stride, let padding, let bias):
      try values.encode(outputs, forKey: .outputs)
      try values.encode(kernel, forKey: .kernel)
      try values.encode(stride, forKey: .stride)
      try values.encode(padding, forKey: .padding)
      try values.encode(bias, forKey: .bias)
    case .maxPooling(let size, let stride), .averagePooling(let size, let stride):
      try values.encode(size, forKey: .size)
      try values.encode(stride, forKey: .stride)
    case .dense(let outputs, let bias):
      try values.encode(outputs, forKey: .outputs)
      try values.encode(bias, forKey: .bias)
    case .activation(let activation): try values.encodeIfPresent(activation.slope, forKey: .slope)
    case .batchNormalization(let momentum, let epsilon):
      try values.encode(momentum, forKey: .momentum)
      try values.encode(epsilon, forKey: .epsilon)
    case .dropout(let probability): try values.encode(probability, forKey: .probability)
    case .equilibrium(let outputs, let kernel, let function, let tolerance, let limit):
      try values.encode(outputs, forKey: .outputs)
      try values.encodeIfPresent(kernel, forKey: .kernel)
      try values.encode(function, forKey: .function)
      try values.encode(tolerance, forKey: .tolerance)
      try values.encode(limit, forKey: .limit)
    case .softmax, .flatten: break
    }
  }
}
