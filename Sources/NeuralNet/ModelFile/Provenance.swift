/// Where a model came from: enough to make it again and to know what was measured.
public struct Provenance: Codable, Hashable, Sendable {
  /// What the training data is called.
  public var dataName: String
  /// The SHA-256 of the training data in hexadecimal digits.
  public var dataDigest: String
  /// The seed of every random draw of the training.
  public var seed: UInt64
  /// Passes over the training data.
  public var epochs: Int
  /// What was measured, such as `test_accuracy` as a fraction; every figure is finite.
  public var figures: [String: Double]
  /// The version of the program that trained the model, where it is known.
  public var toolVersion: String?

  /// The origin of a model that was trained on the data called `dataName`.
  public init(
    dataName: String, dataDigest: String, seed: UInt64, epochs: Int,
    figures: [String: Double] = [:], toolVersion: String? = nil
  ) {
    self.dataName = dataName
    self.dataDigest = dataDigest
    self.seed = seed
    self.epochs = epochs
    self.figures = figures
    self.toolVersion = toolVersion
  }

  private enum CodingKeys: String, CodingKey {
    case seed, epochs, figures
    case dataName = "data_name"
    case dataDigest = "data_digest"
    case toolVersion = "tool_version"
  }
}
