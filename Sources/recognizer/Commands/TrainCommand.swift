import DigitRecognition
import NeuralNet

/// `train`: trains a model and saves it.
package enum TrainCommand: Command {
  package static let name = "train"
  package static let summary = "Trains a model on labelled digits and saves it."
  package static let examples = [
    Example("recognizer train --architecture quick", "trains on data/mnist in seconds"),
    Example(
      "recognizer train --epochs 20 --output my.safetensors --log my.jsonl",
      "trains the default network and writes a line per epoch to a file"),
    Example(
      "recognizer train --epochs 20 --output my.safetensors --resume",
      "continues after an interruption"),
    Example(
      "recognizer train --data data/slant --target number --loss huber --architecture quick",
      "learns to predict a number, see 'recognizer shear'"),
  ]

  // MARK: Data
  static let data = SharedOptions.data
  static let validation = Option(
    "validation", .integer("N", in: 0...1_000_000),
    otherwise: "5000, a tenth of small data, 0 with --calibration",
    help: "Training images that are held back to calibrate the model and to choose the best epoch.")
  static let target = Option(
    "target", .choice("KIND", of: DigitDataSet.Target.self),
    otherwise: "class where the data has classes",
    help: "The labels to learn: classes in files of bytes, or numbers in files of floats.")
  static let augment = Option(
    "augment", .augmentation("KIND"),
    otherwise: "for classes hands by default, standard by tiny, accurate, equilibrium and "
      + "equilibrium-dense; else none",
    help: "How the images are varied while training: \(AugmentationChoice.presetNames), or a .json "
      + "file that describes it.")

  static let negatives = Option(
    "negatives", .integer("N", in: 0...10_000_000),
    otherwise: "for default half as many as there are digits, else 0",
    help: "Pictures of no digit or of several that are made for each epoch, from which the model "
      + "learns to refuse what is not one digit.")

  static let pieces = Option(
    "pieces", .integer("N", in: 0...10_000_000),
    otherwise: "with negatives, for default three for each four digits, else 0",
    help: "Pieces of touching digits that are made, cut out as 'read' cuts them, from which the "
      + "model learns to read lines.")

  // MARK: Network
  static let architecture = Option(
    "architecture",
    .text(
      "NAME", expected: "the name of an architecture or a .json file",
      completion: Completion(words: Architecture.named.map(\.name), files: .ending("json"))),
    default: "default",
    help: "The network: one of \(Architecture.named.map(\.name).joined(separator: ", ")), "
      + "with as many outputs as the data needs, or a .json file that describes it.")
  static let initial = Option(
    "init", .file("MODEL", ending: "safetensors"), otherwise: "random weights",
    help: "A model whose weights the run begins with.")

  package static let teachers = Option(
    repeated: "teacher", .file("MODEL", ending: "safetensors"), otherwise: "none",
    help: "A model whose answers are learned beside the labels; give it again for more of them, or "
      + "give an ensemble.")
  static let teacherShare = Option(
    "teacher-share", .number("X", in: 0...1), default: Teachers.usualShare,
    help: "The teachers' fraction of the targets.")
  static let calibration = Option(
    "calibration", .file("MODEL", ending: "safetensors"), otherwise: "its own validation",
    help:
      "A model whose temperature and thresholds are taken over, so that no images are held back.")

  // MARK: Optimization
  static let epochs = Option(
    "epochs", .integer("N", in: 1...100_000),
    otherwise:
      "for classes 2 by quick, 40 by tiny and 12 by default, else 10; 100 with --until-converged",
    help: "Passes over the training images.")
  static let batch = Option(
    "batch", .integer("N", in: 1...65_536), default: 64, help: "Images per step.")
  static let optimizer = Option(
    "optimizer", .choice("KIND", of: Optimizer.self), default: .adamw,
    help: "The optimizer that changes the weights.")
  static let learningRate = Option(
    "learning-rate", .positiveNumber("X", upTo: 100),
    otherwise: "what suits the optimizer and the network",
    help: "The highest learning rate.")
  static let layerDecay = Option(
    "layer-decay", .positiveNumber("X", upTo: 1), otherwise: "the same rate everywhere",
    help:
      "The learning rate of a layer relative to the next one's, for --init: first layers change "
      + "least.")
  static let schedule = Option(
    "schedule", .choice("KIND", of: Schedule.self), default: .oneCycle,
    help: "How the learning rate changes.")
  static let momentum = Option(
    "momentum", .number("X", in: 0...0.9999), default: 0.9, help: "The momentum of sgd.")
  static let weightDecay = Option(
    "weight-decay", .number("X", in: 0...1), otherwise: "what suits the optimizer",
    help: "How strongly weights are drawn to zero.")
  static let averaging = Option(
    "ema", .number("DECAY", in: 0...0.999999),
    otherwise: "for classes 0.999 by default and tiny, else no averaging",
    help: "Average the weights with this decay, and save the average; 0 for none.")
  static let loss = Option(
    "loss", .choice("KIND", of: Loss.self),
    otherwise: "cross-entropy for classes, mean-squared-error for numbers",
    help: "The loss to minimise.")
  static let huberDelta = Option(
    "huber-delta", .positiveNumber("X", upTo: 1_000), default: 1,
    help: "Residual at which the Huber loss becomes linear (targets are standardised).")
  static let labelSmoothing = Option(
    "label-smoothing", .number("X", in: 0...0.9), otherwise: "0.05 for quick, else 0",
    help: "Label-smoothing factor: the fraction of the target spread over all classes.")
  static let patience = Option(
    "patience", .integer("N", in: 1...100_000), otherwise: "all epochs",
    help: "Stop after this many epochs without a better one.")

  static let convergence = Option(
    "until-converged", .positiveNumber("TOLERANCE", upTo: 1), otherwise: "all epochs",
    help: "Stop when neither the weights nor the loss have moved by more than this fraction in any "
      + "of three epochs.")

  // MARK: Run
  static let output = Option(
    "output", short: "o", .file("FILE", ending: "safetensors"), default: "model.safetensors",
    help: "Where to save the model. Checkpoints are saved beside it.")
  static let resume = Flag("resume", help: "Continue from the last checkpoint of the same output.")
  static let log = Option(
    "log", .file("FILE", ending: "jsonl"), help: "Write a JSON object per epoch to this file.")

  static let preview = Option(
    "preview", .file("FILE", ending: "png"),
    help: "Draw what the network will see on one sheet, and do not train.")

  package static let options = [
    OptionGroup("Data", [data, target, validation, augment, negatives, pieces]),
    OptionGroup("Network", [architecture, initial, teachers, teacherShare, calibration]),
    OptionGroup(
      "Optimization",
      [
        epochs, batch, optimizer, learningRate, layerDecay, schedule, momentum, weightDecay,
        averaging, loss,
        huberDelta, labelSmoothing, patience, convergence,
      ]),
    OptionGroup(
      "Run",
      [output, resume, log, preview, SharedOptions.threads, SharedOptions.seed, SharedOptions.json]),
  ]

  package static func run(_ arguments: Arguments, console: Console) throws -> ExitCode {
    var session = try TrainingSession(arguments, console: console)
    if let path = arguments[preview] {
      try session.drawPreview(to: path)
      return .success
    }
    return try session.run()
  }
}

// MARK: - Choices

extension TrainCommand {
  /// The optimizers.
  package enum Optimizer: String, CaseIterable, Sendable {
    case sgd, adamw
  }

  /// The learning-rate schedules.
  package enum Schedule: String, CaseIterable, Sendable {
    case constant, cosine
    case oneCycle = "one-cycle"
  }

  /// The losses.
  package enum Loss: String, CaseIterable, Sendable {
    case crossEntropy = "cross-entropy"
    case meanSquaredError = "mean-squared-error"
    case huber
  }
}
