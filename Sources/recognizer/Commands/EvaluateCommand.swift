import DigitData
import DigitRecognition
import NeuralNet
import RecognizerFileIO

/// `evaluate`: measures a model on labelled images.
package enum EvaluateCommand: Command {
  package static let name = "evaluate"
  package static let summary = "Measures a model: accuracy or error, confusions, worst mistakes."
  package static let examples = [
    Example("recognizer evaluate", "measures the shipped model on the test set of data/mnist"),
    Example(
      "recognizer evaluate --model my.safetensors --mistakes mistakes.png",
      "draws the worst mistakes of another model"),
    Example("recognizer evaluate --data lines", "measures 'read' on a folder with a truth.tsv"),
  ]

  static let model = SharedOptions.model
  static let data = SharedOptions.data
  static let split = Option(
    "split", .choice("NAME", of: Split.self), default: .test, help: "Which images are used.")
  static let report = Option(
    "report", .file("FILE", ending: "html"), help: "Write a report that a browser shows.")
  static let mistakes = Option(
    "mistakes", .file("FILE", ending: "png"), help: "Draw the worst mistakes on one sheet.")

  package static let options = [
    OptionGroup("Input", [model, data, split, ImageOptions.deslant, SharedOptions.views]),
    OptionGroup("Output", [report, mistakes]),
    OptionGroup("Run", [SharedOptions.threads, SharedOptions.json]),
  ]

  package static func run(_ arguments: Arguments, console: Console) throws -> ExitCode {
    let (model, path) = try DefaultPaths().model(arguments)
    let folder = try arguments[data] ?? DefaultPaths().data()
    let title = "\(folder), \(arguments[split].rawValue)"
    let outcome: Outcome
    do {
      switch model.output {
      case .classes:
        let recognizer = try Recognizer(
          model: model, threads: arguments.threadCount, batch: batch,
          views: arguments[SharedOptions.views])
        if Folder.exists(Folder.join(folder, TruthTable.name)) {
          outcome = try evaluateReading(recognizer, arguments, folder, console)
        } else {
          outcome = try evaluate(
            recognizer, on: labeledImages(arguments, folder, console), folder, title)
        }
      case .values:
        try refuseOptionsOfClasses(arguments)
        let regressor = try Regressor(model: model, threads: arguments.threadCount, batch: batch)
        let images = try DefaultPaths.withAdvice(on: .values) { () throws(FileError) in
          try RegressionImages.load(from: folder, split: arguments[split])
        }
        outcome = try evaluate(regressor, on: images, folder, title)
      }
    } catch let error as UnsuitableModel {
      throw FileError(error, path: path)
    }
    if let path = arguments[mistakes] {
      try FileContents.write(outcome.sheet(), to: path)
      console.note("wrote \(path)")
    }
    if let path = arguments[report] {
      try FileContents.write(Array(outcome.page().utf8), to: path)
      console.note("wrote \(path)")
    }
    if arguments[SharedOptions.json] {
      try console.writeJSON(outcome.object)
    } else {
      try console.write(outcome.text)
    }
    return outcome.code
  }

  // MARK: - Implementation

  private static let batch = 512

  /// An evaluation in all the forms that can be asked for.
  private struct Outcome {
    let object: any Encodable
    let text: String
    /// The bytes of a PNG file.
    let sheet: () -> [UInt8]
    let page: () -> String
    var code = ExitCode.success
  }

  /// Measures how pictures of lines and pages are read, whose texts a table gives.
  private static func evaluateReading(
    _ recognizer: Recognizer, _ arguments: Arguments, _ folder: String, _ console: Console
  ) throws(FileError) -> Outcome {
    let reader = Reader(recognizer)
    let evaluation = ReadingEvaluation(reader, on: try TruthTable(folder: folder), in: folder) {
      console.error($0.description)
    }
    return Outcome(
      object: ReadingEvaluationObject(evaluation), text: evaluation.text(),
      sheet: { PNG.encode(ReadingMistakes(evaluation, in: folder, reader).sheet()) },
      page: {
        HTMLReport.page(
          evaluation, ReadingMistakes(evaluation, in: folder, reader), title: folder)
      },
      code: evaluation.rejected["unreadable"] == nil ? .success : .someInputsFailed)
  }

  private static func refuseOptionsOfClasses(_ arguments: Arguments) throws(UsageError) {
    guard !arguments.isGiven(ImageOptions.deslant) else {
      throw UsageError(
        ImageOptions.deslant.declaration.dashed,
        found: "the model predicts numbers, which may depend on the slant",
        remedy: "omit it", command: name)
    }
    guard !arguments.isGiven(SharedOptions.views) else {
      throw UsageError(
        SharedOptions.views.declaration.dashed,
        found: "the model predicts numbers, which may differ from view to view",
        remedy: "omit it", command: name)
    }
  }

  private static func labeledImages(
    _ arguments: Arguments, _ folder: String, _ console: Console
  ) throws(FileError) -> LabeledImages {
    let images = try DefaultPaths.withAdvice(on: .classes) { () throws(FileError) in
      try LabeledImages(folder: folder, split: arguments[split]) { path, reason in
        console.warn("\(path): not used (\(reason))")
      }
    }
    guard let deslanter = try ImageOptions.deslanter(arguments) else { return images }
    try check(images, folder)
    return deslanter.deslanted(images)
  }

  private static func evaluate(
    _ recognizer: Recognizer, on images: LabeledImages, _ folder: String, _ title: String
  ) throws(FileError) -> Outcome {
    try check(images, folder)
    guard images.classNames == recognizer.classes.names else {
      throw FileError(
        .corrupt, path: folder,
        found: "classes \(images.classNames.joined(separator: " "))",
        remedy: "the model knows \(recognizer.classes.names.joined(separator: " "))")
    }
    let evaluation = Evaluation(recognizer, on: images)
    return Outcome(
      object: EvaluationObject(evaluation), text: evaluation.text(),
      sheet: { PNG.encode(ContactSheet.mistakes(evaluation, of: images)) },
      page: { HTMLReport.page(evaluation, of: images, title: title) })
  }

  private static func evaluate(
    _ regressor: Regressor, on images: RegressionImages, _ folder: String, _ title: String
  ) throws(FileError) -> Outcome {
    try check(images, folder)
    guard images.valuesPerImage == regressor.valuesPerImage else {
      throw FileError(
        .corrupt, path: folder, found: "\(images.valuesPerImage) numbers for each image",
        remedy: "the model predicts \(regressor.valuesPerImage)")
    }
    let evaluation = RegressionEvaluation(regressor, on: images)
    return Outcome(
      object: RegressionObject(evaluation), text: evaluation.text(),
      sheet: { PNG.encode(ContactSheet.mistakes(evaluation, of: images)) },
      page: { HTMLReport.page(evaluation, of: images, title: title) })
  }

  private static func check(_ images: some ImageArray, _ folder: String) throws(FileError) {
    let side = PreparedImage.side
    guard images.width == side, images.height == side else {
      throw FileError(
        .corrupt, path: folder, found: "images of \(images.width)x\(images.height)",
        remedy: "the model takes \(side)x\(side)")
    }
  }
}
