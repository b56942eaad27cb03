/// The origin of a model: enough to make it again and to know what was measured.
public struct Provenance: Codable, Hashable, Sendable {
  /// The name of the training data.
  public var dataName: String
  /// The SHA-256 of the training data in hexadecimal digits.
  public var dataDigest: String
  /// The seed of every random draw of the training.
  public var seed: UInt64
  /// Completed passes over the training data.
  public var epochs: Int
  /// Measurements, such as `test_accuracy` as a fraction; every figure is finite.
  public var figures: [String: Double]
  /// The version of the program that trained the model, where it is known.
  public var toolVersion: String?
  /// Every setting of the run; nil in models of versions before 0.2.
  package var run: TrainingRun?

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
    case seed, epochs, figures, run
    case dataName = "data_name"
    case dataDigest = "data_digest"
    case toolVersion = "tool_version"
  }
}

/// Every setting of a training run beside its network and its data: a second run with the same
/// settings ends with the same bits.
package struct TrainingRun: Codable, Hashable, Sendable {
  /// The settings of the loop: optimizer, learning rate and schedule, loss, averaging, batch size,
  /// epochs asked for, and when it stops before them.
  package var configuration: TrainingConfiguration
  /// The kind of targets: `class` or `number`.
  package var target: String
  /// The name of the augmentation, `none` for samples as they are, or its settings as JSON.
  package var augmentation: String
  /// Pictures without a digit, or with several, beside the samples of each epoch; nil for none.
  package var negatives: Int?
  /// Pieces of touching digits beside the samples of each epoch; nil for none.
  package var pieces: Int?
  /// Samples that were held back for validation.
  package var validationCount: Int
  /// The SHA-256 of the file with the model whose weights the run began with; nil for random ones.
  package var initialModelDigest: String?
  /// The SHA-256 of the files with the models whose answers were learned; nil for none.
  package var teacherDigests: [String]?
  /// The fraction of the targets that was theirs.
  package var teacherShare: Double?
  /// The SHA-256 of the file with the model whose calibration was taken over; nil for its own.
  package var calibrationDigest: String?
  /// The instruction set of the kernels, on which the last bits depend: see ``kernelsInUse``.
  package var kernels: String

  /// The settings of a run.
  package init(
    configuration: TrainingConfiguration, target: String, augmentation: String,
    negatives: Int? = nil, pieces: Int? = nil, validationCount: Int,
    initialModelDigest: String? = nil,
    kernels: String = kernelsInUse
  ) {
    self.configuration = configuration
    self.target = target
    self.augmentation = augmentation
    self.negatives = negatives
    self.pieces = pieces
    self.validationCount = validationCount
    self.initialModelDigest = initialModelDigest
    self.kernels = kernels
  }

  private enum CodingKeys: String, CodingKey {
    case configuration, target, augmentation, negatives, pieces, kernels
    case validationCount = "validation_count"
    case initialModelDigest = "initial_model_digest"
    case teacherDigests = "teacher_digests"
    case calibrationDigest = "calibration_digest"
    case teacherShare = "teacher_share"
  }
}
