import DigitData
import DigitRecognition
import NeuralNet

extension TrainCommand {
  /// The configuration that the command line asks for.
  ///
  /// - Throws: `UsageError` when the loss does not suit the targets.
  static func configuration(
    _ arguments: Arguments, for architecture: Architecture, target: DigitDataSet.Target
  ) throws(UsageError) -> TrainingConfiguration {
    let recipe = Recipe.suiting(architecture, target)
    var configuration = TrainingConfiguration()
    configuration.convergence = arguments[convergence].map { Convergence(tolerance: $0) }
    let enough = configuration.convergence == nil ? recipe.epochs : 100
    configuration.epochs = arguments[epochs] ?? enough
    configuration.batchSize = arguments[batch]
    configuration.seed = arguments[SharedOptions.seed]
    configuration.patience = arguments[patience]
    configuration.averageDecay = arguments[averaging].map { Float($0) }
    switch arguments[optimizer] {
    case .sgd:
      configuration.optimizer = .sgd(
        momentum: Float(arguments[momentum]), weightDecay: Float(arguments[weightDecay] ?? 0))
      configuration.learningRate = Float(arguments[learningRate] ?? 0.05)
    case .adamw:
      configuration.optimizer = .adamW(weightDecay: Float(arguments[weightDecay] ?? 0.01))
      configuration.learningRate = Float(arguments[learningRate] ?? recipe.learningRate)
    }
    switch arguments[schedule] {
    case .constant: configuration.schedule = .constant
    case .cosine: configuration.schedule = .cosine
    case .oneCycle: configuration.schedule = .oneCycle()
    }
    switch arguments[loss] ?? (target == .classes ? .crossEntropy : .meanSquaredError) {
    case .crossEntropy where target == .values:
      throw UsageError(
        "--loss", found: "cross-entropy compares classes, and the targets are numbers",
        remedy: "give mean-squared-error or huber", command: name)
    case .crossEntropy:
      configuration.loss = .crossEntropy(
        labelSmoothing: Float(arguments[labelSmoothing] ?? recipe.labelSmoothing))
    case .meanSquaredError: configuration.loss = .meanSquaredError
    case .huber: configuration.loss = .huber(delta: Float(arguments[huberDelta]))
    }
    return configuration
  }

  /// How images are varied: what is asked for, else what suits the architecture.
  static func augmentation(
    _ arguments: Arguments, for architecture: Architecture, target: DigitDataSet.Target
  ) -> Augmentation {
    arguments[augment] ?? Recipe.suiting(architecture, target).augmentation
  }
}

extension TrainCommand {
  /// What a run takes where the command line is silent; chosen on images held back from training.
  private struct Recipe {
    var epochs = 10
    /// The highest rate of AdamW.
    var learningRate = 0.003
    var labelSmoothing = 0.0
    var augmentation = Augmentation.none

    static func suiting(_ architecture: Architecture, _ target: DigitDataSet.Target) -> Recipe {
      // A turned digit is still the same class, but perhaps no longer of the same number.
      guard target == .classes else { return Recipe() }
      return switch architecture.name {
      case "quick": Recipe(epochs: 2, learningRate: 0.01, labelSmoothing: 0.05)
      case "default", "accurate", "equilibrium", "equilibrium-dense":
        Recipe(augmentation: .standard)
      default: Recipe()
      }
    }
  }
}

extension TrainCommand.Augmentation {
  /// What the network's samples go through.
  func augmentation(seed: UInt64) -> PixelSamples.Augmentation? {
    let augmentation: DigitData.Augmentation
    switch self {
    case .none: return nil
    case .standard: augmentation = .standard(seed: seed)
    case .strong: augmentation = .strong(seed: seed)
    }
    return { pixels, sample, epoch in
      augmentation.apply(to: pixels, sample: sample, epoch: epoch)
    }
  }
}
