import NeuralNet

/// `inspect`: prints the contents of a model file.
package enum InspectCommand: Command {
  package static let name = "inspect"
  package static let summary = "Prints a model's layers, parameters and provenance."
  package static let examples = [
    Example("recognizer inspect", "prints the layers and figures of the model inside the program"),
    Example("recognizer inspect my.safetensors --tensors", "lists its arrays of weights as well"),
    Example(
      "recognizer inspect my.safetensors --command", "prints the command that trains it again"),
  ]

  static let model = Operand(
    optional: .file("MODEL", ending: "safetensors"),
    help: "The model file. Default: $RECOGNIZER_MODEL, else the model inside the program.")
  package static let operand: OperandDeclaration? = model.declaration

  static let tensors = Flag(
    "tensors", help: "List each array of weights: shape, mean, deviation, largest magnitude.")
  static let command = Flag("command", help: "Print only the command that trains the model again.")

  package static let options = [
    OptionGroup("Content", [tensors, command]), OptionGroup("Run", [SharedOptions.json]),
  ]

  package static func run(_ arguments: Arguments, console: Console) throws -> ExitCode {
    let paths = DefaultPaths()
    let (model, path) = try paths.model(named: try arguments[model] ?? paths.model())
    if arguments[command] {
      try printCommands(of: model, path: path, arguments, console)
    } else if model.members.isEmpty {
      let report = try ModelReport(path, model, withTensors: arguments[tensors])
      if arguments[SharedOptions.json] {
        try console.writeLine(report.json())
      } else {
        try console.write(report.text)
      }
    } else {
      let report = try EnsembleReport(path, model)
      if arguments[SharedOptions.json] {
        try console.writeLine(report.json())
      } else {
        try console.write(report.text)
      }
    }
    return .success
  }

  /// A line for each network that is trained.
  private static func printCommands(
    of model: Model, path: String, _ arguments: Arguments, _ console: Console
  ) throws {
    for model in model.members.isEmpty ? [model] : model.members {
      let training = try TrainingCommandLine(model, path: path)
      for note in training.notes { console.note(note) }
      if arguments[SharedOptions.json] {
        try console.writeJSON(["command": training.text])
      } else {
        try console.writeLine(training.text)
      }
    }
  }
}
