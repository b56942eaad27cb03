import DigitData
import DigitRecognition
import NeuralNet
import RecognizerFileIO

/// `classify`: says which digit each image shows.
package enum ClassifyCommand: Command {
  package static let name = "classify"
  package static let summary = "Says which digit each image shows."
  package static let examples = [
    Example("recognizer classify digit.png", "prints the digit and how sure it is"),
    Example("recognizer classify scans/ --json", "prints a JSON object for every PNG of a folder"),
    Example(
      "recognizer classify - --top 3 < digit.png", "reads standard input, prints three guesses"),
  ]

  static let images = Operand(
    oneOrMore: .text(
      "IMAGE", expected: "a PNG file, a folder of them, or - for standard input",
      completion: Completion(files: .ending("png"))),
    help: "A PNG file of one digit, a folder of them, or - for standard input.")
  package static let operand: OperandDeclaration? = images.declaration

  static let model = SharedOptions.model
  static let top = Option(
    "top", .integer("K", in: 1...10), default: 1, help: "How many guesses are printed.")
  static let rejectBelow = Option(
    "reject-below", .number("P", in: 0...1), otherwise: "the model's own threshold",
    help: "Reject an answer that is less sure than this.")
  static let polarity = Option(
    "polarity", .choice("KIND", of: Polarity.self), default: .auto,
    help: "Which of ink and paper is the darker.")
  static let raw = Flag(
    "raw", help: "Feed the pixels as they are, without normalisation (28x28 only).")
  static let show = Flag("show", help: "Print the 28x28 image that the network was fed.")

  package static let options = [
    OptionGroup("Answer", [model, top, rejectBelow]),
    OptionGroup("Image", [polarity, raw, Deslanting.option, show]),
    OptionGroup("Run", [SharedOptions.threads, SharedOptions.json]),
  ]

  package static func run(_ arguments: Arguments, console: Console) throws -> ExitCode {
    let inputs = try ImageInput.expand(arguments[images])
    let reader = try PictureReader(arguments)
    let framing = try Framing(arguments, console)
    var failures: [FileError] = []
    for input in inputs {
      try Interruption.check()
      let picture: FramedPicture
      do {
        picture = try framing.frame(input)
      } catch {
        failures.append(error)
        if arguments[SharedOptions.json] {
          try console.writeJSON(FailedFile(file: input.name, error: error.clause))
        }
        console.error(error.description)
        continue
      }
      let report = reader.read(picture)
      if let points = reader.fixedPoints, points.found < points.count {
        console.note("\(input.name): the network's state has not settled within its limit")
      }
      if arguments[SharedOptions.json] {
        try console.writeJSON(report)
      } else {
        try console.writeLine(report.text)
      }
      if arguments[show], let pixels = picture.pixels {
        let preview = DigitPreview.text(pixels, isColored: console.outputStyle.isColored)
        if arguments[SharedOptions.json] {
          console.note(preview)
        } else {
          try console.write(preview)
        }
      }
    }
    // A single picture that is damaged ends as damaged data does; among others it is one of them.
    if let only = failures.first, inputs.count == 1, only.kind == .corrupt {
      return .unsuitableData
    }
    return failures.isEmpty ? .success : .someInputsFailed
  }
}
