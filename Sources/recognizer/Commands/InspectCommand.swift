import NeuralNet

/// `inspect`: says what a model file holds.
package enum InspectCommand: Command {
  package static let name = "inspect"
  package static let summary = "Says what a model file holds: layers, parameters, provenance."
  package static let examples = [
    Example("recognizer inspect models/default.safetensors", "prints its layers and figures")
  ]

  static let model = Operand(
    .file("MODEL", ending: "safetensors"), help: "The model file.")
  package static let operand: OperandDeclaration? = model.declaration

  package static let options = [OptionGroup("Run", [SharedOptions.json])]

  package static func run(_ arguments: Arguments, console: Console) throws -> ExitCode {
    let path = arguments[model]
    let model = try ModelFile.load(path)
    let report = try ModelReport(path, model)
    if arguments[SharedOptions.json] {
      try console.writeLine(report.json())
    } else {
      try console.write(report.text)
    }
    return .success
  }
}
