import NeuralNet
import RecognizerFileIO

/// `ensemble`: saves several models as one that averages their answers.
package enum EnsembleCommand: Command {
  package static let name = "ensemble"
  package static let summary = "Saves several models as one that averages their answers."
  package static let examples = [
    Example(
      "recognizer ensemble a.safetensors b.safetensors --output both.safetensors",
      "saves two models as one"),
    Example("recognizer evaluate --model both.safetensors", "measures them together"),
  ]
  package static let discussion =
    "Averaged are the calibrated probabilities. The models may differ in architecture, but not in "
    + "what they take and know. An ensemble takes as long as its members together, and is a model "
    + "like any other, except that it cannot be trained."

  static let models = Operand(
    oneOrMore: .file("MODEL", ending: "safetensors"),
    help: "The model files; an ensemble among them takes part with its members.")
  package static let operand: OperandDeclaration? = models.declaration

  static let output = Option(
    "output", short: "o", .file("FILE", ending: "safetensors"), default: "ensemble.safetensors",
    help: "Where to save the ensemble.")

  package static let options = [OptionGroup("Run", [output, SharedOptions.json])]

  package static func run(_ arguments: Arguments, console: Console) throws -> ExitCode {
    let paths = arguments[models]
    let ensemble = try combine(paths)
    let path = arguments[output]
    try ModelFile.save(ensemble, to: path)
    let summary = Summary(
      model: path, members: ensemble.members.count,
      parameters: try ensemble.members.reduce(0) {
        $0 + (try Network($1.architecture).parameterCount)
      })
    if arguments[SharedOptions.json] {
      try console.writeJSON(summary)
    } else {
      try console.writeLine(
        "\(path): \(summary.members) models, \(summary.parameters) parameters")
    }
    console.note("try: recognizer evaluate --model \(path)")
    return .success
  }

  private static func combine(_ paths: [String]) throws(FileError) -> Model {
    var models: [Model] = []
    for path in paths { models.append(try ModelFile.load(path)) }
    do {
      return try Model(averaging: models)
    } catch {
      throw FileError(
        .corrupt, path: paths[error.position], found: error.found,
        remedy: "combine models that take the same images and know the same classes")
    }
  }

  private struct Summary: Encodable {
    let model: String
    let members: Int
    let parameters: Int
  }
}
