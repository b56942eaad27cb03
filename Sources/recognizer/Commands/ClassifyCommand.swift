import DigitRecognition
import NeuralNet
import RecognizerFileIO

/// `classify`: prints the digit in each image.
package enum ClassifyCommand: Command {
  package static let name = "classify"
  package static let summary = "Prints the digit in each image."
  package static let examples = [
    Example("recognizer classify digit.png", "prints the digit and the confidence"),
    Example("recognizer classify scans/ --json", "prints a JSON object for every PNG in a folder"),
    Example(
      "recognizer classify - --top 3 < digit.png", "reads standard input, prints three guesses"),
    Example(
      "recognizer classify --files-from -", "answers each name on standard input as it comes"),
  ]

  static let images = Operand(
    oneOrMore: .text(
      "IMAGE", expected: "a PNG file, a folder of them, or - for standard input",
      completion: Completion(files: .ending("png"))),
    unless: ImageInputs.list,
    help: "A PNG file with one digit, a folder of them, or - for standard input.")
  package static let operand: OperandDeclaration? = images.declaration

  static let top = Option(
    "top", .integer("K", in: 1...10), default: 1, help: "How many guesses to print.")
  static let rejectBelow = Option(
    "reject-below", .number("P", in: 0...1), otherwise: "the model's own threshold",
    help: "Reject answers with a confidence below this.")
  static let show = Flag("show", help: "Print the 28x28 image that the network received.")

  package static let options = [
    OptionGroup("Answer", [SharedOptions.model, top, rejectBelow, SharedOptions.views]),
    OptionGroup(
      "Image",
      [
        ImageOptions.polarity, ImageOptions.orientation, ImageOptions.raw, ImageOptions.deslant,
        show,
      ]),
    OptionGroup("Input", [ImageInputs.list, ImageInputs.null]),
    OptionGroup("Run", [SharedOptions.threads, SharedOptions.json]),
  ]

  package static func run(_ arguments: Arguments, console: Console) throws -> ExitCode {
    let inputs = try ImageInputs(arguments, images, of: self)
    let (model, path) = try DefaultPaths().model(arguments)
    let preparation = try ImageOptions.preparation(arguments)
    var printer = AnswerPrinter(arguments, console: console, flushes: inputs.areStreamed)
    do {
      switch model.output {
      case .classes:
        let recognizer = try Recognizer(
          model: model, threads: arguments.threadCount, batch: 16,
          views: arguments[SharedOptions.views])
        try recognizer.classify(
          inputs.sources, preparation: preparation,
          rejectBelow: arguments[rejectBelow].map { Float($0) }
        ) { source, answer in
          try printer.print(source.word, answer) { answer in
            ClassificationReport(
              file: source.word, answer, classNames: recognizer.classes.names,
              guesses: arguments[top])
          }
        }
      case .values:
        try refuseOptionsOfClasses(arguments)
        let regressor = try Regressor(model: model, threads: arguments.threadCount)
        try regressor.predict(inputs.sources, preparation: preparation) { source, answer in
          try printer.print(source.word, answer) { RegressionReport(file: source.word, $0) }
        }
      }
    } catch let error as UnsuitableModel {
      throw FileError(error, path: path)
    }
    return printer.failed.exitCode
  }

  private static func refuseOptionsOfClasses(_ arguments: Arguments) throws(UsageError) {
    let given = [
      (arguments.isGiven(top), top.declaration),
      (arguments.isGiven(rejectBelow), rejectBelow.declaration),
      (arguments.isGiven(SharedOptions.views), SharedOptions.views.declaration),
    ]
    guard let option = given.first(where: { $0.0 })?.1 else { return }
    throw UsageError(
      option.dashed, found: "the model predicts numbers, which have no confidence",
      remedy: "omit it", command: name)
  }
}

/// An answer about one image, of either kind of model.
private protocol ImageAnswer {
  var image: PreparedImage { get }
  var solver: SolverStatistics? { get }
}

extension Classification: ImageAnswer {}
extension Regressor.Prediction: ImageAnswer {}

/// Prints answers as they come: text or JSON, notes, errors and the image that the network received.
private struct AnswerPrinter {
  private let console: Console
  private let isJSON: Bool
  private let shows: Bool
  private let flushes: Bool
  private(set) var failed: FailedInputs

  /// - Parameter flushes: whether somebody may wait for each answer.
  init(_ arguments: Arguments, console: Console, flushes: Bool) {
    self.console = console
    self.flushes = flushes
    isJSON = arguments[SharedOptions.json]
    shows = arguments[ClassifyCommand.show]
    failed = FailedInputs(console, isJSON: isJSON)
  }

  mutating func print<Answer: ImageAnswer>(
    _ name: String, _ answer: Result<Answer, FileError>, report: (Answer) -> some AnswerReport
  ) throws {
    try Interruption.check()
    failed.count += 1
    switch answer {
    case .failure(let failure): try failed.report(ImageOptions.error(failure), of: name)
    case .success(let answer):
      console.note(answer.image.notes, on: name)
      if let solver = answer.solver, solver.found < solver.count {
        console.note("\(name): the network's state has not settled within its limit")
      }
      let report = report(answer)
      if isJSON {
        try console.writeJSON(report)
        if let advice = report.advice { console.note("\(name): \(advice)") }
      } else {
        try console.writeLine(report.text)
      }
      if shows, let pixels = answer.image.pixels { try show(pixels) }
    }
    if flushes { try console.flush() }
  }

  private func show(_ pixels: [UInt8]) throws {
    let preview = DigitPreview.text(pixels, isColored: console.outputStyle.isColored)
    if isJSON {
      console.note(preview)
    } else {
      try console.write(preview)
    }
  }
}
