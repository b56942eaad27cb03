import DigitData
import DigitRecognition
import FileIO
import NeuralNet

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
    OptionGroup("Image", [polarity, raw, show]),
    OptionGroup("Run", [SharedOptions.threads, SharedOptions.json]),
  ]

  package static func run(_ arguments: Arguments, console: Console) throws -> ExitCode {
    let inputs = try ImageInput.expand(arguments[images])
    let recognizer = try Recognizer(
      contentsOf: arguments[model] ?? DefaultPaths().model(), threads: arguments.threadCount)
    var failures: [FileError] = []
    for input in inputs {
      try Interruption.check()
      let report: ClassificationReport
      do {
        let answer = try classify(input, recognizer, arguments, console)
        report = ClassificationReport(
          file: input.name, answer, classNames: recognizer.model.classNames,
          guesses: arguments[top])
      } catch {
        failures.append(error)
        if arguments[SharedOptions.json] {
          try console.writeJSON(FailedFile(file: input.name, error: error.clause))
        }
        console.error(error.description)
        continue
      }
      if arguments[SharedOptions.json] {
        try console.writeJSON(report)
      } else {
        try console.writeLine(report.text)
      }
      if arguments[show], let pixels = report.fed {
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

  private static func classify(
    _ input: ImageInput, _ recognizer: Recognizer, _ arguments: Arguments, _ console: Console
  ) throws(FileError) -> Classification {
    let picture = try input.decoded()
    if picture.background == .black {
      console.note("\(input.name): transparent, and without ink over white; laid over black")
    }
    let threshold = arguments[rejectBelow].map { Float($0) }
    guard arguments[raw] else {
      let answer = recognizer.classify(
        picture.image, polarity: arguments[polarity], rejectBelow: threshold)
      for note in answer.normalized?.notes ?? [] { console.note("\(input.name): \(note)") }
      if let points = recognizer.fixedPoints, points.found < points.count {
        console.note("\(input.name): the network's state has not settled within its limit")
      }
      return answer
    }
    let image = picture.image
    guard image.width == recognizer.width, image.height == recognizer.height else {
      throw FileError(
        .corrupt, path: input.name,
        found: "\(image.width)x\(image.height) pixels, and --raw takes 28x28",
        remedy: "leave --raw away to have it normalised")
    }
    return recognizer.classify(framed: image.pixels, rejectBelow: threshold)
  }
}
