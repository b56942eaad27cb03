/// How a pixel becomes a network's input: `(pixel / 255 - mean) / standardDeviation`.
public struct InputNormalization: Codable, Hashable, Sendable {
  /// The mean, subtracted from a pixel in 0...1.
  public var mean: Float
  /// The divisor of the difference.
  public var standardDeviation: Float

  /// A normalisation with these figures of pixels in 0...1.
  public init(mean: Float, standardDeviation: Float) {
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  private enum CodingKeys: String, CodingKey {
    case mean
    case standardDeviation = "standard_deviation"
  }
}
