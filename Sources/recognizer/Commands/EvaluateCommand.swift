/// `evaluate`: measures a model on labelled images.
package enum EvaluateCommand: Command {
  package static let name = "evaluate"
  package static let summary = "Measures a model: accuracy, confusions, worst mistakes."
  package static let examples = [
    Example("recognizer evaluate", "measures the shipped model on the test set of data/mnist"),
    Example(
      "recognizer evaluate --model my.safetensors --mistakes mistakes.png",
      "draws the worst mistakes of another model"),
  ]

  static let model = SharedOptions.model
  static let data = SharedOptions.data
  static let split = Option(
    "split", .choice("NAME", of: Split.self), default: .test, help: "Which images are used.")
  static let report = Option(
    "report", .file("FILE", ending: "html"), help: "Write a report that a browser shows.")
  static let mistakes = Option(
    "mistakes", .file("FILE", ending: "png"), help: "Draw the worst mistakes on one sheet.")

  package static let options = [
    OptionGroup("Input", [model, data, split]),
    OptionGroup("Output", [report, mistakes]),
    OptionGroup("Run", [SharedOptions.threads, SharedOptions.json]),
  ]

  /// A part of a data set.
  package enum Split: String, CaseIterable, Sendable {
    case test, train
  }

  package static func run(_ arguments: Arguments, console: Console) throws -> ExitCode {
    throw UsageError(name, found: "not part of this build", remedy: nil, command: nil)
  }
}
