import DigitRecognition
import NeuralNet
import RecognizerFileIO

/// What is printed of one picture: a JSON object, or a line for people.
protocol PictureReport: Encodable {
  /// The line.
  var text: String { get }
}

/// Reads framed pictures with a model of either kind.
enum PictureReader {
  case classes(Recognizer, guesses: Int, rejectBelow: Float?)
  case values(Regressor)

  /// The reader that the command line asks for.
  ///
  /// - Throws: `FileError` when the model cannot be used, `UsageError` for an option that means
  ///   nothing to it.
  init(_ arguments: Arguments) throws {
    let path = try arguments[ClassifyCommand.model] ?? DefaultPaths().model()
    let model = try DigitModel.load(path)
    do {
      switch model.output {
      case .classes:
        self = .classes(
          try Recognizer(model: model, threads: arguments.threadCount),
          guesses: arguments[ClassifyCommand.top],
          rejectBelow: arguments[ClassifyCommand.rejectBelow].map { Float($0) })
      case .values:
        try Self.refuseOptionsOfClasses(arguments)
        self = .values(try Regressor(model: model, threads: arguments.threadCount))
      }
    } catch let error as ArchitectureError {
      throw FileError(error, path: path)
    }
  }

  /// What the model says of a picture.
  func read(_ picture: FramedPicture) -> any PictureReport {
    switch self {
    case .classes(let recognizer, let guesses, let rejectBelow):
      let names = recognizer.classes.names
      let answer =
        picture.pixels.map { recognizer.classify(framed: $0, rejectBelow: rejectBelow) }
        ?? .blank(classes: names.count)
      return ClassificationReport(
        file: picture.file, answer, classNames: names, guesses: guesses)
    case .values(let regressor):
      return RegressionReport(
        file: picture.file, values: picture.pixels.map(regressor.values(framed:)))
    }
  }

  /// How the fixed points of the last answer were found, if the network has such.
  var fixedPoints: SolverStatistics? {
    switch self {
    case .classes(let recognizer, _, _): recognizer.fixedPoints
    case .values(let regressor): regressor.fixedPoints
    }
  }

  private static func refuseOptionsOfClasses(_ arguments: Arguments) throws(UsageError) {
    let given = [
      (arguments.isGiven(ClassifyCommand.top), ClassifyCommand.top.declaration),
      (arguments.isGiven(ClassifyCommand.rejectBelow), ClassifyCommand.rejectBelow.declaration),
    ]
    guard let option = given.first(where: { $0.0 })?.1 else { return }
    throw UsageError(
      option.dashed, found: "the model predicts numbers, which have no confidence",
      remedy: "leave it away", command: ClassifyCommand.name)
  }
}
