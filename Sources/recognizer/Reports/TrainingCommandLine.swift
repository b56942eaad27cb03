import DigitRecognition
import NeuralNet
import RecognizerFileIO

/// The `train` command that makes a model again.
struct TrainingCommandLine {
  /// The command, with every setting of the run.
  let text: String
  /// The files and data that the command needs.
  let notes: [String]

  /// - Throws: `FileError` when the model was saved by a version that did not keep its settings.
  init(_ model: Model, path: String) throws(FileError) {
    let provenance = model.provenance
    guard let run = provenance.run else {
      throw FileError(
        .corrupt, path: path, found: "a model without the settings of its run",
        remedy: "only models saved by version 0.2 or later hold them")
    }
    let configuration = run.configuration
    var notes: [String] = []
    var words = ["--data", provenance.dataName, "--target", run.target]
    let named = Architecture.named.first { $0.isSame(as: model.architecture) }
    words += ["--architecture", named?.name ?? "architecture.json"]
    if named == nil {
      notes.append(
        "architecture.json: write \"architecture\" of 'recognizer inspect \(path) --json' into it")
    }
    let preset = AugmentationPreset(rawValue: run.augmentation)
    if preset == nil {
      notes.append(
        "augmentation.json: write \(printable(run.augmentation, limit: 4_000)) into it")
    }
    if let digest = run.initialModelDigest {
      words += ["--init", "initial.safetensors"]
      notes.append("initial.safetensors: the model with the SHA-256 \(digest)")
    }
    for (position, digest) in (run.teacherDigests ?? []).enumerated() {
      let file = "teacher-\(position + 1).safetensors"
      words += ["--teacher", file]
      notes.append("\(file): the model with the SHA-256 \(digest)")
    }
    if let share = run.teacherShare { words += ["--teacher-share", "\(share)"] }
    if let digest = run.calibrationDigest {
      words += ["--calibration", "calibration.safetensors"]
      notes.append("calibration.safetensors: the model with the SHA-256 \(digest)")
    }
    notes.append("--data: the data with the SHA-256 \(provenance.dataDigest)")
    if run.kernels != kernelsInUse {
      notes.append("the last bits need RECOGNIZER_KERNELS=\(run.kernels)")
    }
    words += ["--validation", "\(run.validationCount)"]
    words += ["--augment", preset?.rawValue ?? "augmentation.json"]
    words += ["--negatives", "\(run.negatives ?? 0)", "--pieces", "\(run.pieces ?? 0)"]
    words += ["--epochs", "\(configuration.epochs)", "--batch", "\(configuration.batchSize)"]
    words += Self.optimizer(configuration) + Self.loss(configuration)
    words += ["--seed", "\(configuration.seed)"]
    if let decay = configuration.layerRateDecay { words += ["--layer-decay", "\(decay)"] }
    words += ["--ema", "\(configuration.averageDecay ?? 0)"]
    if let patience = configuration.patience { words += ["--patience", "\(patience)"] }
    if let convergence = configuration.convergence {
      words += ["--until-converged", "\(convergence.tolerance)"]
    }
    text = (["recognizer", "train"] + words.map(Self.quoted)).joined(separator: " ")
    self.notes = notes
  }

  private static func optimizer(_ configuration: TrainingConfiguration) -> [String] {
    var words: [String]
    switch configuration.optimizer {
    case .sgd(let momentum, _, let decay):
      words = ["--optimizer", "sgd", "--momentum", "\(momentum)", "--weight-decay", "\(decay)"]
    case .adamW(_, _, _, let decay):
      words = ["--optimizer", "adamw", "--weight-decay", "\(decay)"]
    }
    words += ["--learning-rate", "\(configuration.learningRate)", "--schedule"]
    switch configuration.schedule {
    case .constant: words.append("constant")
    case .cosine: words.append("cosine")
    case .oneCycle: words.append("one-cycle")
    }
    return words
  }

  private static func loss(_ configuration: TrainingConfiguration) -> [String] {
    switch configuration.loss {
    case .crossEntropy(let smoothing):
      ["--loss", "cross-entropy", "--label-smoothing", "\(smoothing)"]
    case .meanSquaredError: ["--loss", "mean-squared-error"]
    case .huber(let delta): ["--loss", "huber", "--huber-delta", "\(delta)"]
    }
  }

  /// A word as a shell reads it back.
  private static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || [45, 46, 47, 95].contains(byte)
    }
    guard !isPlain || word.isEmpty else { return word }
    return "'"
      + word.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "'\\''") + "'"
  }
}
