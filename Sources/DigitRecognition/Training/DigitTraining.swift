public import NeuralNet
public import RecognizerFileIO

/// A training run on digits, from pictures with classes or numbers to a model.
///
/// The validation samples are cut from the training pictures by the seed. They choose the epoch
/// when patience is asked for, and calibrate a model of classes at the end; the test set is never
/// seen.
public struct DigitTraining {
  /// What to train.
  public let architecture: Architecture
  /// The run, with its events.
  public let trainer: Trainer
  /// The samples held back.
  public let validation: PixelSamples?
  private let normalization: InputNormalization
  private let output: ModelOutput
  private let dataName: String
  private let split: String
  /// Takes as long as some hundred steps, and is not needed before the first checkpoint.
  private let digest: Future<String, FileError>
  private let threads: Int

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - dataName: what the data is called, for the model's provenance.
  ///   - validationCount: how many pictures are held back.
  ///   - augmentation: changes pictures on their way to the network; `augmentationName` tells
  ///     runs apart.
  ///   - initial: a model of the same architecture whose weights to begin with.
  /// - Throws: `ArchitectureError`, `TrainingError` or `FileError` when the parts do not fit.
  public init(
    architecture: Architecture, configuration: TrainingConfiguration, data: DigitDataSet,
    dataName: String, validationCount: Int, augmentation: PixelSamples.Augmentation?,
    augmentationName: String, threads: Int, initial: Model? = nil
  ) throws {
    var architecture = architecture
    if case .classes = data, !configuration.loss.takesLogits, !architecture.hasProbabilities {
      // Differences from one-hot targets want outputs in 0...1.
      architecture.layers.append(.softmax)
    }
    let network = try Network(architecture)
    guard network.outputCount == data.outputCount else {
      throw TrainingError.unsuitableData(
        "the network has \(network.outputCount) outputs, the data needs \(data.outputCount); "
          + "choose an architecture with as many outputs")
    }
    guard validationCount < data.count else {
      throw TrainingError.unsuitableData(
        "\(validationCount) of \(data.count) images held back; use a smaller --validation")
    }
    normalization = initial?.normalization ?? .mnist
    guard let output = data.output(initial: initial?.output),
      let all = data.samples(normalization, output: output)
    else {
      throw TrainingError.unsuitableData(
        "the model to begin with has outputs of another kind; choose one for the same targets")
    }
    if let initial, initial.architecture.layers != architecture.layers {
      throw TrainingError.unsuitableData(
        "the model to begin with, a \(initial.architecture.name), has other layers or outputs than "
          + "this \(architecture.name); choose one of the same architecture and targets")
    }
    self.architecture = architecture
    self.output = output
    var (training, held) = all.split(validation: validationCount, seed: configuration.seed)
    training.augmentation = augmentation
    validation = validationCount > 0 ? held : nil
    trainer = try Trainer(
      network, configuration: configuration, training: training, validation: validation,
      threads: threads, parameters: initial?.parameters)
    self.dataName = dataName
    digest = Future { () throws(FileError) in try data.digest() }
    self.threads = threads
    split = "validation \(validationCount) augmentation \(augmentationName)"
  }

  /// Whether ``identity()`` is known without waiting.
  public var isIdentityKnown: Bool { digest.isReady }

  /// What the run trains on: a checkpoint of another run is refused by it.
  ///
  /// - Throws: `FileError` when the system has no program that computes digests.
  public func identity() throws(FileError) -> String { "\(try digest.get()) \(split)" }

  /// The trained model; if it knows classes, calibrated on the validation samples.
  ///
  /// - Parameter figures: what else was measured, for the model's provenance.
  public func model(figures: [String: Double] = [:], toolVersion: String? = nil) throws -> Model {
    var model = Model(
      architecture: architecture, parameters: trainer.parameters, normalization: normalization,
      output: output,
      provenance: Provenance(
        dataName: dataName, dataDigest: try digest.get(), seed: trainer.configuration.seed,
        epochs: trainer.epochsDone, figures: figures, toolVersion: toolVersion))
    if let validation, case .classes(let classes) = output {
      model.output = .classes(try calibrated(classes, model, on: validation))
    }
    return model
  }

  // MARK: - Implementation

  private func calibrated(
    _ classes: ClassOutput, _ model: Model, on validation: PixelSamples
  ) throws(ArchitectureError) -> ClassOutput {
    let count = classes.names.count
    let recognizer = try Recognizer(model: model, threads: threads, batch: 256)
    let logits = recognizer.logits(of: validation)
    var calibrated = classes
    calibrated.temperature = TemperatureScaling.fit(
      logits: logits, labels: (0..<validation.count).compactMap(validation.label), classes: count)
    let confidences = stride(from: 0, to: logits.count, by: count).map { start in
      let own = softmax(
        logits[start..<start + count].map(Double.init),
        temperature: Double(calibrated.temperature))
      return Float(own.max() ?? 0)
    }
    calibrated.rejectionThreshold = RejectionThreshold.fit(confidences: confidences)
    return calibrated
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
