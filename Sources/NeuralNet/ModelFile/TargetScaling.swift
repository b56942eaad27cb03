/// How a predicted number becomes a network's output: `(value - mean) / standardDeviation`.
///
/// One scale for all outputs of a network, as there is one for all its pixels: outputs of the size
/// of one are what initial weights and learning rates are made for.
public struct TargetScaling: Codable, Hashable, Sendable {
  /// The number for which the output is zero.
  public var mean: Float
  /// What an output of one stands for beyond it.
  public var standardDeviation: Float

  /// A scale with these figures.
  public init(mean: Float, standardDeviation: Float) {
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  /// The scale on which `values` have mean zero and deviation one; a deviation of one for numbers
  /// that are all the same.
  public init(of values: [Float]) {
    let count = Double(max(values.count, 1))
    let mean = values.reduce(0) { $0 + Double($1) } / count
    let variance = values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
    self.init(
      mean: Float(mean), standardDeviation: variance > 0 ? Float(variance.squareRoot()) : 1)
  }

  /// The output that stands for `value`.
  public func output(of value: Float) -> Float { (value - mean) / standardDeviation }

  /// What `output` stands for.
  public func value(of output: Float) -> Float { output * standardDeviation + mean }

  private enum CodingKeys: String, CodingKey {
    case mean
    case standardDeviation = "standard_deviation"
  }
}
