public import NeuralNet
public import RecognizerFileIO

/// A training run on digits, from images with classes or numbers to a model.
///
/// The validation samples are chosen from the training images by the seed. They choose the epoch
/// when patience is asked for, and calibrate a model of classes at the end; the test set is never
/// used.
public struct DigitTraining {
  /// The network that is trained.
  package let architecture: Architecture
  /// The trainer, which holds the weights and runs the epochs.
  package let trainer: Trainer
  /// The samples that the run trains on and is calibrated with.
  package let samples: TrainingSamples
  let normalization: InputNormalization
  let output: ModelOutput
  private let dataName: String
  private let settings: TrainingRun
  /// Takes as long as some hundred steps, and is not needed before the first checkpoint.
  private let digest: Future<String, FileError>
  private let threads: Int

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - architecture: the network; one of `Architecture.named` gets as many outputs as
  ///     the data needs.
  ///   - configuration: the settings of the run.
  ///   - data: the images, with classes or numbers.
  ///   - dataName: the name of the data in the model's provenance.
  ///   - validationCount: how many images are held back; `nil` for 5,000, and of small data a tenth.
  ///   - augmentation: how strongly the images are varied.
  ///   - negatives: how many pictures that are not one digit are made for each epoch; the network
  ///     then has two outputs more, which refuse such pictures.
  ///   - pieces: how many pieces of touching digits are made, cut out as ``Reader`` cuts them; needs
  ///     negatives.
  ///   - threads: the number of threads; results do not depend on it.
  ///   - initial: a model of the same architecture whose weights the run begins with.
  ///   - initialDigest: the SHA-256 of that model's file, for the provenance.
  /// - Throws: `ArchitectureError`, `TrainingError` or `FileError` when the parts do not fit.
  public init(
    architecture: Architecture, configuration: TrainingConfiguration, data: DigitDataSet,
    dataName: String, validationCount: Int? = nil, augmentation: AugmentationPreset = .none,
    negatives: Int = 0, pieces: Int = 0, threads: Int = 1, initial: Model? = nil,
    initialDigest: String? = nil
  ) throws {
    var models = RelatedModels()
    models.initial = initial.map { ($0, initialDigest) }
    try self.init(
      architecture: architecture, configuration: configuration, data: data, dataName: dataName,
      validationCount: validationCount, augmentation: AugmentationSettings(augmentation),
      negatives: negatives, pieces: pieces, models: models, threads: threads)
  }

  /// Prepares a run that may have teachers and settings of its own for the augmentation.
  ///
  /// With a calibration of another model no samples are held back.
  package init(
    architecture: Architecture, configuration: TrainingConfiguration, data: DigitDataSet,
    dataName: String, validationCount: Int?, augmentation: AugmentationSettings,
    negatives: Int, pieces: Int, models: RelatedModels, threads: Int
  ) throws {
    let refusals = negatives > 0 ? RefusalOutput.ofDigits : nil
    let outputCount = data.outputCount + (refusals?.names.count ?? 0)
    let architecture = Self.fitted(
      architecture, outputs: outputCount, to: data, loss: configuration.loss)
    let usualCount = models.calibration == nil ? min(Self.usualValidationCount, data.count / 10) : 0
    let validationCount = validationCount ?? usualCount
    let (initial, teachers) = (models.initial?.model, models.teachers)
    let network = try Network(architecture)
    guard network.outputCount == outputCount else {
      throw TrainingError.unsuitableData(
        "the network has \(network.outputCount) outputs, the data needs \(outputCount); "
          + "choose an architecture with as many outputs")
    }
    guard validationCount < data.count else {
      throw TrainingError.unsuitableData(
        "\(validationCount) images to hold back for validation, and only \(data.count) images; "
          + "hold back fewer")
    }
    normalization = initial?.normalization ?? .mnist
    guard let output = data.output(initial: initial?.output),
      let all = data.samples(normalization, output: output)
    else {
      throw TrainingError.unsuitableData(
        "the model to begin with has outputs of another kind; choose one for the same targets")
    }
    if let initial, !initial.members.isEmpty {
      throw TrainingError.unsuitableData(
        "the model to begin with is an ensemble, and one network is trained; choose a member")
    }
    if let initial, initial.architecture.layers != architecture.layers {
      throw TrainingError.unsuitableData(
        "the model to begin with, a \(initial.architecture.name), has other layers or outputs than "
          + "this \(architecture.name); choose one of the same architecture and targets")
    }
    if let teachers { try teachers.check(output) }
    self.architecture = architecture
    let uncalibrated = output.with(refusals)
    self.output =
      try models.calibration.map { try uncalibrated.calibrated(like: $0.model) } ?? uncalibrated
    self.dataName = dataName
    self.threads = threads
    var settings = TrainingRun(
      configuration: configuration, target: data.target.rawValue,
      augmentation: augmentation.record, negatives: negatives > 0 ? negatives : nil,
      pieces: pieces > 0 ? pieces : nil, validationCount: validationCount,
      initialModelDigest: models.initial?.digest)
    settings.teacherDigests = teachers?.digests
    settings.calibrationDigest = models.calibration?.digest
    settings.teacherShare = teachers?.share
    self.settings = settings
    samples = try TrainingSamples(
      data, all, settings, augmentation: augmentation, threads: threads)
    trainer = try Trainer(
      network, configuration: configuration, training: samples.training,
      validation: samples.validation, teaching: teachers?.teaching, threads: threads,
      parameters: initial?.parameters)
    digest = Future { () throws(FileError) in try data.digest() }
  }

  /// Images that are held back unless something else is asked for.
  package static let usualValidationCount = 5_000

  /// The architecture with the outputs that the data needs, if it is one that the library knows,
  /// and with probabilities as outputs, if the loss compares classes and does not make them itself.
  private static func fitted(
    _ architecture: Architecture, outputs: Int, to data: DigitDataSet, loss: Loss
  ) -> Architecture {
    var fitted = architecture
    if Architecture.named.contains(architecture) {
      fitted = architecture.withOutputs(outputs) ?? architecture
    }
    if case .classes = data, !loss.takesLogits, !fitted.hasProbabilities {
      // Differences from one-hot targets want outputs in 0...1.
      fitted.layers.append(.softmax)
    }
    return fitted
  }

  // MARK: - Running

  /// Trains until the run ends by itself or is stopped, and keeps a checkpoint up to date.
  ///
  /// A checkpoint is written as soon as the digest of the data is known, after every epoch, and when
  /// the run is stopped.
  ///
  /// - Parameters:
  ///   - checkpoint: the file to write it to; `nil` for no checkpoint.
  ///   - shouldStop: called after every step.
  ///   - listener: called after every step and epoch, for an epoch once its checkpoint is written.
  /// - Returns: whether the run ended by itself.
  /// - Throws: `TrainingError`, `FileError`, and what `listener` throws.
  public func run(
    checkpoint: String? = nil, shouldStop: () -> Bool = { false },
    listener: (TrainingEvent) throws -> Void = { _ in }
  ) throws -> Bool {
    var isSaved = false
    let isDone = try trainer.run(shouldStop: shouldStop) { event in
      switch event {
      case .step:
        // A run that is killed in its first epoch can be resumed, too.
        if let checkpoint, !isSaved, digest.isReady {
          try save(checkpoint)
          isSaved = true
        }
      case .epoch: if let checkpoint { try save(checkpoint) }
      case .stoppedEarly, .converged: break
      }
      try listener(event)
    }
    if let checkpoint, !isDone { try save(checkpoint) }
    return isDone
  }

  /// Continues from a checkpoint of the same run.
  ///
  /// - Throws: `FileError` when the file is missing, damaged, or of another run.
  public func resume(from checkpoint: String) throws(FileError) {
    try trainer.restore(from: checkpoint, data: identity())
  }

  private func save(_ checkpoint: String) throws(FileError) {
    try trainer.saveCheckpoint(to: checkpoint, data: identity())
  }

  /// The data that the run trains on: a checkpoint with another is refused.
  private func identity() throws(FileError) -> String {
    "\(try digest.get()) validation \(settings.validationCount) "
      + "augmentation \(settings.augmentation)"
      + (settings.negatives.map { " negatives \($0)" } ?? "")
      + (settings.pieces.map { " pieces \($0)" } ?? "")
      + (settings.teacherDigests.map {
        " teachers \($0.joined(separator: ",")) share \(settings.teacherShare ?? 0)"
      } ?? "")
  }

  // MARK: - The model

  /// The trained model with the settings of the run; if it knows classes, calibrated on the
  /// validation samples.
  ///
  /// - Parameter toolVersion: the version of the program that trained it.
  /// - Throws: `FileError` when the system has no program that computes digests.
  public func model(toolVersion: String? = nil) throws -> Model {
    var provenance = Provenance(
      dataName: dataName, dataDigest: try digest.get(), seed: settings.configuration.seed,
      epochs: trainer.epochsDone, toolVersion: toolVersion)
    provenance.run = settings
    var model = Model(
      architecture: architecture, parameters: trainer.parameters, normalization: normalization,
      output: output, provenance: provenance)
    if settings.calibrationDigest == nil, let validation = samples.validation,
      case .classes(let classes) = output
    {
      let calibration = try ClassCalibration(
        classes, model, on: validation, varied: samples.varied(validation),
        negatives: samples.heldNegatives, threads: threads)
      model.output = .classes(calibration.classes)
      model.provenance.figures = calibration.figures
    }
    return model
  }
}

extension Loss {
  /// Whether a softmax is part of the loss.
  fileprivate var takesLogits: Bool {
    switch self {
    case .crossEntropy: true
    case .meanSquaredError, .huber: false
    }
  }
}

extension Architecture {
  fileprivate var hasProbabilities: Bool { layers.last == .softmax || layers.last == .sigmoid }
}
