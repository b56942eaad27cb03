import DigitData
import DigitRecognition
import NeuralNet
import RecognizerFileIO

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension TrainCommand {
  /// The configuration that the command line asks for.
  ///
  /// - Throws: `UsageError` when the loss does not suit the targets.
  static func configuration(
    _ arguments: Arguments, for architecture: Architecture, target: DigitDataSet.Target
  ) throws(UsageError) -> TrainingConfiguration {
    let recipe = TrainingRecipe.suiting(architecture, target)
    var configuration = TrainingConfiguration()
    configuration.convergence = arguments[convergence].map { Convergence(tolerance: $0) }
    let enough = configuration.convergence == nil ? recipe.epochs : 100
    configuration.epochs = arguments[epochs] ?? enough
    configuration.batchSize = arguments[batch]
    configuration.seed = arguments[SharedOptions.seed]
    configuration.patience = arguments[patience]
    configuration.layerRateDecay = arguments[layerDecay].map { Float($0) }
    let decay = arguments[averaging].map { Float($0) } ?? recipe.averageDecay
    // An average that forgets everything is none.
    configuration.averageDecay = decay == 0 ? nil : decay
    switch arguments[optimizer] {
    case .sgd:
      configuration.optimizer = .sgd(
        momentum: Float(arguments[momentum]), weightDecay: Float(arguments[weightDecay] ?? 0))
      configuration.learningRate = Float(arguments[learningRate] ?? 0.05)
    case .adamw:
      configuration.optimizer = .adamW(weightDecay: Float(arguments[weightDecay] ?? 0.01))
      configuration.learningRate = arguments[learningRate].map { Float($0) } ?? recipe.learningRate
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
        labelSmoothing: arguments[labelSmoothing].map { Float($0) } ?? recipe.labelSmoothing)
    case .meanSquaredError: configuration.loss = .meanSquaredError
    case .huber: configuration.loss = .huber(delta: Float(arguments[huberDelta]))
    }
    return configuration
  }
}

/// The value of `--architecture`: an architecture of the library or a file that describes one.
enum ArchitectureName {
  /// The architecture called `name`, or the one in the file `name`.
  ///
  /// - Throws: `UsageError` for an unknown name, `FileError` for a file that describes none.
  static func resolve(_ name: String) throws -> Architecture {
    if let known = Architecture.named(name) { return known }
    guard name.hasSuffix(".json") else {
      throw UsageError(
        "'\(name)'", found: "no such architecture",
        remedy: Suggestion.question(name, among: Architecture.named.map(\.name)), command: nil)
    }
    let bytes = try FileContents.read(name, limit: 1 << 20)
    do {
      let architecture = try JSONDecoder().decode(Architecture.self, from: Data(bytes))
      _ = try architecture.shapes()
      return architecture
    } catch {
      throw FileError(
        .corrupt, path: name, found: "no architecture (\(reason(error)))",
        remedy: "write it like \"architecture\" in the output of `recognizer inspect MODEL --json`")
    }
  }

  private static func reason(_ error: any Error) -> String {
    switch error as? DecodingError {
    case .keyNotFound(let key, _): "no \"\(key.stringValue)\""
    case .typeMismatch(_, let place), .valueNotFound(_, let place), .dataCorrupted(let place):
      place.debugDescription
    default: "\(error)"
    }
  }
}
