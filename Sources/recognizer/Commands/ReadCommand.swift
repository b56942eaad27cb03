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
    unless: ImageInputs.list,
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
    OptionGroup("Input", [ImageInputs.list, ImageInputs.null]),
    OptionGroup("Run", [SharedOptions.threads, SharedOptions.json]),
  ]

  package static func run(_ arguments: Arguments, console: Console) throws -> ExitCode {
    let inputs = try ImageInputs(arguments, images, of: self)
    if arguments.isGiven(annotate), inputs.count != 1 {
      throw UsageError(
        annotate.declaration.dashed,
        found: inputs.count.map { "\($0) images" } ?? "a list of images",
        remedy: "name one image", command: name)
    }
    let (model, path) = try DefaultPaths().model(arguments)
    let reader: Reader
    do {
      reader = Reader(
        try Recognizer(
          model: model, threads: arguments.threadCount,
          batch: blockPair * arguments.threadCount),
        keepsPunctuation: arguments[punctuation])
    } catch {
      throw FileError(error, path: path)
    }
    var preparation = ImagePreparation(polarity: arguments[ImageOptions.polarity])
    preparation.orientationTag = arguments[ImageOptions.orientation]
    let target = arguments[annotate]
    var printer = ReadingPrinter(arguments, console: console, for: inputs)
    try forEachInOrder(inputs.sources, threads: arguments.threadCount) { [preparation] source in
      Result { () throws(FileError) in
        guard let target else { return try reader.read(source, preparation) }
        let annotated = try reader.annotate(source, preparation)
        try FileContents.write(PNG.encode(annotated.picture), to: target)
        return annotated.reading
      }
    } deliver: { source, reading in
      try Interruption.check()
      try printer.print(source.word, reading)
    }
    return printer.failed.exitCode
  }

  /// Pieces of ink for each thread in a batch: two blocks.
  ///
  /// The activations of a larger batch do not stay in the cache from one batch to the next.
  private static let blockPair = 32
}
