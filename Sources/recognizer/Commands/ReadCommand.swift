import DigitData
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

  package static let discussion =
    "Boxes are in pixels of the picture as it was read: where its orientation tag says so, of the "
    + "turned one."

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

  static let annotate = Option(
    "annotate", .file("FILE", ending: "png"),
    help: "Draw the boxes, the digits and their confidence on a copy of the image.")

  package static let options = [
    OptionGroup("Answer", [SharedOptions.model, format, punctuation, annotate]),
    OptionGroup("Image", [ImageOptions.polarity, ImageOptions.orientation]),
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
    if arguments.isGiven(annotate), inputs.count > 1 {
      throw UsageError(
        annotate.declaration.dashed, found: "\(inputs.count) images",
        remedy: "name one image", command: name)
    }
    var printer = ReadingPrinter(arguments, console: console, namesFiles: inputs.count > 1)
    var preparation = ImagePreparation(polarity: arguments[ImageOptions.polarity])
    preparation.orientationTag = arguments[ImageOptions.orientation]
    for input in inputs {
      try Interruption.check()
      let reading = Result { () throws(FileError) in
        guard let target = arguments[annotate] else {
          return try reader.read(input.source, preparation)
        }
        let annotated = try reader.annotate(input.source, preparation)
        try FileContents.write(PNG.encode(annotated.picture), to: target)
        return annotated.reading
      }
      try printer.print(input.name, reading)
    }
    return printer.failed.exitCode(ofInputs: inputs.count)
  }

  /// Larger batches are no faster, and their memory has to be cleared first.
  private static let batch = 128
}
