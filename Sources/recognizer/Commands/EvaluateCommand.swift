import DigitData
import DigitRecognition
import FileIO
import NeuralNet

/// `evaluate`: measures a model on labelled images.
package enum EvaluateCommand: Command {
  package static let name = "evaluate"
  package static let summary = "Measures a model: accuracy, confusions, worst mistakes."
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
    OptionGroup("Input", [model, data, split]),
    OptionGroup("Output", [report, mistakes]),
    OptionGroup("Run", [SharedOptions.threads, SharedOptions.json]),
  ]

  package static func run(_ arguments: Arguments, console: Console) throws -> ExitCode {
    let recognizer = try Recognizer(
      contentsOf: arguments[model] ?? DefaultPaths().model(), threads: arguments.threadCount,
      batch: 512)
    let folder = try arguments[data] ?? DefaultPaths().data()
    let images = try LabeledImages(folder: folder, split: arguments[split]) { path, reason in
      console.warn("\(path): left out (\(reason))")
    }
    guard images.width == recognizer.width, images.height == recognizer.height else {
      throw FileError(
        .corrupt, path: folder, found: "images of \(images.width)x\(images.height)",
        remedy: "the model takes \(recognizer.width)x\(recognizer.height)")
    }
    guard images.classNames == recognizer.model.classNames else {
      throw FileError(
        .corrupt, path: folder,
        found: "classes \(images.classNames.joined(separator: " "))",
        remedy: "the model knows \(recognizer.model.classNames.joined(separator: " "))")
    }
    let watch = Stopwatch()
    let probabilities = recognizer.probabilities(of: images.samples(recognizer.model.normalization))
    let seconds = watch.seconds
    var evaluation = Evaluation(
      probabilities: probabilities, labels: images.labels, classNames: images.classNames)
    evaluation.imagesPerSecond = rounded(Double(images.count) / seconds, places: 0)
    evaluation.fixedPoints = recognizer.fixedPoints
    if let path = arguments[mistakes] {
      let sheet = ContactSheet.mistakes(evaluation, of: images)
      try FileContents.write(PNG.encode(sheet), to: path)
      console.note("wrote \(path)")
    }
    if let path = arguments[report] {
      let page = HTMLReport.page(
        evaluation, of: images, title: "\(folder), \(arguments[split].rawValue)")
      try FileContents.write(Array(page.utf8), to: path)
      console.note("wrote \(path)")
    }
    if arguments[SharedOptions.json] {
      try console.writeJSON(evaluation)
    } else {
      try console.write(evaluation.text())
    }
    return .success
  }
}
