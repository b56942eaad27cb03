import DigitData
import DigitRecognition
import RecognizerFileIO

/// `shear`: makes digits whose slant is known.
package enum ShearCommand: Command {
  package static let name = "shear"
  package static let summary = "Makes a data set of digits whose slant in degrees is known."
  package static let examples = [
    Example("recognizer shear", "shears the digits of data/mnist into data/slant"),
    Example(
      "recognizer train --data data/slant --target number --architecture quick --output slant.safetensors",
      "learns to predict the slant"),
    Example(
      "recognizer evaluate --data data/slant --model slant.safetensors",
      "compares it with the angles that the digits were sheared by"),
  ]
  package static let discussion =
    "Each class of digits is first brought into line, every digit sheared until it looks most like "
    + "the mean of its class; then each digit is sheared by an angle drawn at random, which is its "
    + "label: positive to the right. Test digits are stood upright by the training set's means. "
    + "Their classes are written, too, so models of digits can be measured on the same pictures. The "
    + "figures printed at the end are those of the usual formula, by the moments of the ink."

  static let into = Option(
    "into", .folder("DIR"), default: "data/slant", help: "Where the files go.")
  static let degrees = Option(
    "degrees", .positiveNumber("X", upTo: 60), default: 30,
    help: "The largest angle to either side.")
  static let copies = Option(
    "copies", .integer("N", in: 1...20), default: 4,
    help:
      "How often each training digit is sheared, each time by another angle. From two on, images "
      + "held back by 'train' share digits with the rest, and only test figures are fair.")

  package static let options = [
    OptionGroup("Data", [SharedOptions.data, into, degrees, copies]),
    OptionGroup("Run", [SharedOptions.seed, SharedOptions.json]),
  ]

  package static func run(_ arguments: Arguments, console: Console) throws -> ExitCode {
    let folder = try arguments[SharedOptions.data] ?? DefaultPaths().data()
    let target = arguments[into]
    let training = try DefaultPaths.withAdvice(on: .classes) { () throws(FileError) in
      try LabeledImages(folder: folder, split: .train) { path, reason in
        console.warn("\(path): not used (\(reason))")
      }
    }
    let isFramed = training.width == PreparedImage.side && training.height == PreparedImage.side
    guard isFramed else {
      throw FileError(
        .corrupt, path: folder, found: "images of \(training.width)x\(training.height)",
        remedy: "name a folder with images of 28x28")
    }
    try Folder.make(target)

    let progress = Progress("aligning", unit: "rounds", total: nil, console: console)
    let upright = SlantAligner(aligning: training) { done, _ in progress.update(completed: done) }
    progress.finish()
    func slant(_ images: LabeledImages, _ split: Split) throws(FileError) -> RegressionImages {
      let copies = split == .train ? arguments[copies] : 1
      let progress = Progress(
        "shearing \(split)", unit: "images", total: copies * images.count, console: console)
      // The two sets must not share their angles.
      let seed = arguments[SharedOptions.seed] &* 2 &+ (split == .train ? 0 : 1)
      let slanted = upright.slanted(
        images, degrees: arguments[degrees], copies: copies, seed: seed
      ) { progress.update(completed: $0) }
      progress.finish()
      let labels = (0..<copies).flatMap { _ in images.labels }
      try save(slanted, labels: labels, split, into: target)
      return slanted
    }
    let slanted = try slant(training, .train)
    // A folder of pictures has no test set.
    var test: RegressionImages?
    if case .classes(let images)? = try DigitDataSet.test(in: folder, target: .classes) {
      test = try slant(images, .test)
    }
    let report = ShearReport(folder: target, training: slanted, test: test)
    if arguments[SharedOptions.json] {
      try console.writeJSON(report)
    } else {
      try console.write(report.text)
    }
    return .success
  }

  private static func save(
    _ images: RegressionImages, labels: [UInt8], _ split: Split, into folder: String
  ) throws(FileError) {
    let prefix = split == .train ? "train" : "t10k"
    let files = [
      (
        "images-idx3-ubyte",
        IDXFile(imagesOf: images.pixels, width: images.width, height: images.height)
      ),
      ("labels-idx1-ubyte", IDXFile(labels: labels)),
      ("labels-idx1-float", IDXFile(values: images.values)),
    ]
    let paths = files.map { Folder.join(folder, "\(prefix)-\($0.0)") }
    // A run that is killed half-way must not leave its pictures beside another run's numbers.
    for path in paths { try FileContents.remove(path) }
    for (path, (_, file)) in zip(paths, files) {
      try FileContents.write(file.serialized(), to: path)
    }
  }
}

/// The output of `shear`: the data it made, and the error of the angles computed from moments.
struct ShearReport: Encodable {
  let folder: String
  let train: Int
  let test: Int
  /// The formula as it is, on the test digits.
  let moments: Figures?
  /// A straight line of the formula, fitted on the training digits, on the test digits.
  let momentsFitted: Figures?

  /// Errors in degrees.
  struct Figures: Encodable {
    let rmse: Double
    let mae: Double
    let r2: Double?

    init(_ formula: MomentFormula, on images: RegressionImages) {
      let evaluation = formula.evaluation(on: images)
      rmse = rounded(evaluation.rmse, places: 4)
      mae = rounded(evaluation.mae, places: 4)
      r2 = evaluation.r2.map { rounded($0, places: 4) }
    }

    var text: String {
      "RMSE \(fixed(rmse, places: 2)), MAE \(fixed(mae, places: 2)) degrees, "
        + "R2 \(r2.map { fixed($0, places: 3) } ?? "none")"
    }
  }

  init(folder: String, training: RegressionImages, test: RegressionImages?) {
    self.folder = folder
    train = training.count
    self.test = test?.count ?? 0
    moments = test.map { Figures(.plain, on: $0) }
    momentsFitted = test.map { Figures(MomentFormula(fitting: training), on: $0) }
  }

  /// A few lines for people.
  var text: String {
    var lines = ["\(folder): \(train) training digits, \(test) test digits"]
    if let moments { lines.append("moments of the ink on the test digits: \(moments.text)") }
    if let momentsFitted { lines.append("a line fitted to them: \(momentsFitted.text)") }
    return lines.joined(separator: "\n") + "\n"
  }
}
