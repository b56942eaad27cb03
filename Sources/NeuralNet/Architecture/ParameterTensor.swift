/// One named array of weights and its place in a network's flat buffer of parameters.
public struct ParameterTensor: Hashable, Sendable {
  /// The array's role in its layer.
  package enum Role: Hashable, Sendable {
    /// Multiplies the input.
    case weight
    /// Is added to the output.
    case bias
    /// A statistic that training measures instead of learning it by gradient.
    case statistic
  }

  /// `LAYER.weight`, `LAYER.bias`, `LAYER.running_mean`, `LAYER.running_var`: the layer's position
  /// and PyTorch's name, so that a model reads as a `Sequential` there.
  public let name: String
  /// PyTorch's shape: `[outputs, inputs, rows, columns]` of a convolution, `[outputs, inputs]` of
  /// a dense layer, `[channels]` of the rest.
  public let shape: [Int]
  /// The layer's position in the architecture.
  package let layer: Int
  /// The array's role.
  package let role: Role
  /// The array's elements in the flat buffer, row-major.
  ///
  /// It starts at a multiple of sixteen, so that vectors of it lie in one cache line each; the
  /// gap after it holds zeros.
  public let range: Range<Int>

  /// The next multiple of sixteen.
  static func aligned(_ count: Int) -> Int { (count + 15) & ~15 }
}
