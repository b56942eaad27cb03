import DigitRecognition
import NeuralNet
import RecognizerFileIO

/// `read`: prints all the digits of lines, forms and pages.
package enum ReadCommand: Command {
  package static let name = "read"
  package static let summary = "Reads all the digits of a line, a form or a page."
  package static let examples = [
    Example("recognizer read page.png", "prints the digits line by line"),
    Example("recognizer read scans/ --json", "prints a JSON object for every PNG in a folder"),
    Example("recognizer read page.png --annotate read.png", "draws what was read where"),
  ]

  static let images = Operand(
    oneOrMore: .text(
      "IMAGE", expected: "a PNG file, a folder of them, or - for standard input",
      completion: Completion(files: .ending("png"))),
    help: "A PNG file with digits, a folder of them, or - for standard input.")
  package static let operand: OperandDeclaration? = images.declaration

  /// The form of the output.
  enum Format: String, Sendable, CaseIterable {
    case text, json, tsv
  }

  static let format = Option(
    "format", .choice("KIND", of: Format.self), default: .text,
    help: "How the result is printed: text, JSON Lines, or Tesseract's table.")
  static let punctuation = Flag(
    "punctuation", help: "Keep points, commas, dashes and slashes that stand between digits.")

  package static let options = [
    OptionGroup("Answer", [SharedOptions.model, format, punctuation]),
    OptionGroup("Image", [ImageOptions.polarity]),
    OptionGroup("Run", [SharedOptions.threads, SharedOptions.json]),
  ]

  package static func run(_ arguments: Arguments, console: Console) throws -> ExitCode {
    let inputs = ImageInput.expand(arguments[images])
    let (model, path) = try DefaultPaths().model(arguments)
    let reader: Reader
    do {
      reader = Reader(
        try Recognizer(model: model, threads: arguments.threadCount, batch: batch),
        keepsPunctuation: arguments[punctuation])
    } catch {
      throw FileError(error, path: path)
    }
    let form = arguments[SharedOptions.json] ? .json : arguments[format]
    var failures: [FileError] = []
    for input in inputs {
      try Interruption.check()
      do throws(FileError) {
        let reading = try reader.read(input.source, polarity: arguments[ImageOptions.polarity])
        for note in reading.notes { console.note("\(input.name): \(note)") }
        let report = ReadingReport(file: input.name, reading)
        switch form {
        case .json: try? console.writeJSON(report)
        default: try? console.writeLine(report.text)
        }
      } catch {
        failures.append(error)
        if form == .json {
          try? console.writeJSON(FailedFile(file: input.name, error: error.clause))
        }
        console.error(error.description)
      }
    }
    if let only = failures.first {
      return inputs.count == 1 ? ExitCode(of: only) : .someInputsFailed
    }
    return .success
  }

  private static let batch = 512
}
