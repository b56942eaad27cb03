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
    OptionGroup("Input", [model, data, split, Deslanting.option]),
    OptionGroup("Output", [report, mistakes]),
    OptionGroup("Run", [SharedOptions.threads, SharedOptions.json]),
  ]

  package static func run(_ arguments: Arguments, console: Console) throws -> ExitCode {
    let path = try arguments[model] ?? DefaultPaths().model()
    let loaded = try DigitModel.load(path)
    let folder = try arguments[data] ?? DefaultPaths().data()
    let outcome: Outcome
    do {
      switch loaded.output {
      case .classes:
        var images = try LabeledImages(folder: folder, split: arguments[split]) { path, reason in
          console.warn("\(path): left out (\(reason))")
        }
        if let deslanter = try Deslanting.deslanter(arguments) {
          try check(images, loaded, folder: folder)
          images = deslanter.deslanted(images)
        }
        outcome = try evaluate(
          Recognizer(model: loaded, threads: arguments.threadCount, batch: batch), on: images,
          folder: folder)
      case .values:
        guard !arguments.isGiven(Deslanting.option) else {
          throw UsageError(
            Deslanting.option.declaration.dashed,
            found: "the model predicts numbers, which may depend on the slant",
            remedy: "leave it away", command: name)
        }
        outcome = try evaluate(
          Regressor(model: loaded, threads: arguments.threadCount, batch: batch),
          on: .load(from: folder, split: arguments[split]), folder: folder)
      }
    } catch let error as ArchitectureError {
      throw FileError(error, path: path)
    }
    if let path = arguments[mistakes] {
      try FileContents.write(PNG.encode(outcome.sheet()), to: path)
      console.note("wrote \(path)")
    }
    if let path = arguments[report] {
      let page = outcome.page("\(folder), \(arguments[split].rawValue)")
      try FileContents.write(Array(page.utf8), to: path)
      console.note("wrote \(path)")
    }
    if arguments[SharedOptions.json] {
      try console.writeJSON(outcome.object)
    } else {
      try console.write(outcome.text)
    }
    return .success
  }

  // MARK: - Implementation

  private static let batch = 512

  /// An evaluation in all the forms that can be asked for.
  private struct Outcome {
    let object: any Encodable
    let text: String
    let sheet: () -> GrayImage
    let page: (_ title: String) -> String
  }

  private static func evaluate(
    _ recognizer: Recognizer, on images: LabeledImages, folder: String
  ) throws(FileError) -> Outcome {
    try check(images, recognizer.model, folder: folder)
    guard images.classNames == recognizer.classes.names else {
      throw FileError(
        .corrupt, path: folder,
        found: "classes \(images.classNames.joined(separator: " "))",
        remedy: "the model knows \(recognizer.classes.names.joined(separator: " "))")
    }
    let watch = Stopwatch()
    let probabilities = recognizer.probabilities(of: images.samples(recognizer.model.normalization))
    let seconds = watch.seconds
    var evaluation = Evaluation(
      probabilities: probabilities, labels: images.labels, classNames: images.classNames)
    evaluation.imagesPerSecond = rounded(Double(images.count) / seconds, places: 0)
    evaluation.fixedPoints = recognizer.fixedPoints
    return Outcome(
      object: evaluation, text: evaluation.text(),
      sheet: { [evaluation] in ContactSheet.mistakes(evaluation, of: images) },
      page: { [evaluation] in HTMLReport.page(evaluation, of: images, title: $0) })
  }

  private static func evaluate(
    _ regressor: Regressor, on images: RegressionImages, folder: String
  ) throws(FileError) -> Outcome {
    try check(images, regressor.model, folder: folder)
    guard images.valuesPerImage == regressor.valuesPerImage else {
      throw FileError(
        .corrupt, path: folder, found: "\(images.valuesPerImage) numbers for each image",
        remedy: "the model predicts \(regressor.valuesPerImage)")
    }
    let watch = Stopwatch()
    var evaluation = RegressionEvaluation(regressor, on: images)
    evaluation.imagesPerSecond = rounded(Double(images.count) / watch.seconds, places: 0)
    evaluation.fixedPoints = regressor.fixedPoints
    return Outcome(
      object: evaluation, text: evaluation.text(),
      sheet: { [evaluation] in ContactSheet.mistakes(evaluation, of: images) },
      page: { [evaluation] in HTMLReport.page(evaluation, of: images, title: $0) })
  }

  private static func check(
    _ images: some ImageArray, _ model: Model, folder: String
  ) throws(FileError) {
    let input = model.architecture.input
    guard images.width == input.width, images.height == input.height else {
      throw FileError(
        .corrupt, path: folder, found: "images of \(images.width)x\(images.height)",
        remedy: "the model takes \(input.width)x\(input.height)")
    }
  }
}
