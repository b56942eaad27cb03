import DigitData
import DigitRecognition
import NeuralNet
import NeuralNetReference
import RecognizerFileIO

/// `gradients`: shows that back-propagation computes the gradients that it should.
package enum GradientsCommand: Command {
  package static let name = "gradients"
  package static let summary = "Compares a network's gradients with central differences."
  package static let examples = [
    Example("recognizer gradients models/default.safetensors", "checks the shipped model"),
    Example("recognizer gradients equilibrium --json", "checks a network with fresh weights"),
  ]
  package static let discussion =
    "Each array of weights is a line: the length of its gradient on a few training images; how far "
    + "the gradient that training computes, in single precision, is from a plain reference in "
    + "double precision; and how far the reference is from central differences of its own loss, "
    + "along the gradient and for some single weights. Both are fractions of the length, which counts "
    + "as at least a hundredth of what the whole network's gradient has in as many weights on "
    + "average: of a gradient that is zero, single precision finds only its rounding. Dropout is "
    + "left out. Ends with 1 when training's gradient is off by more than a thousandth. In a deep "
    + "network and on few images that can be a single ReLU whose input rounding has carried across "
    + "zero: another --seed or more --samples tell it from a fault."

  static let model = Operand(
    .text(
      "MODEL", expected: "a model file or the name of an architecture",
      completion: Completion(
        words: Architecture.named.map(\.name), files: .ending("safetensors"))),
    help: "A model file, or the name of an architecture for fresh weights.")
  package static let operand: OperandDeclaration? = model.declaration

  static let samples = Option(
    "samples", .integer("N", in: 1...1_000), default: 4, help: "Training images that are used.")

  package static let options = [
    OptionGroup("Input", [SharedOptions.data, samples]),
    OptionGroup("Run", [SharedOptions.seed, SharedOptions.threads, SharedOptions.json]),
  ]

  /// The largest accepted relative error of training's gradient.
  private static let bound = 1e-3

  package static func run(_ arguments: Arguments, console: Console) throws -> ExitCode {
    let subject = try subject(arguments)
    let architecture = subject.architecture
    let folder = try arguments[SharedOptions.data] ?? DefaultPaths().data()
    let all = try images(in: folder, for: subject)
    guard all.featureCount == architecture.input.count else {
      throw TrainingError.unsuitableData(
        "images of \(all.featureCount) pixels, the network takes \(architecture.input.count)")
    }
    let count = min(arguments[samples], all.count)
    let images = all.selecting(0..<count)
    let targets = images.ownTargets
    if let problem = targets.problem(outputs: try Network(architecture).outputCount) {
      throw TrainingError.unsuitableData(problem)
    }
    let progress = Progress("gradients", unit: "arrays", total: nil, console: console)
    let check = try GradientCheck(
      architecture, parameters: subject.parameters, features: (0..<count).flatMap(images.features),
      targets: targets, loss: subject.loss,
      threads: arguments.threadCount
    ) { done, _ in progress.update(completed: done) }
    progress.finish()
    if arguments[SharedOptions.json] {
      for row in check.rows { try console.writeJSON(Line(row)) }
    } else {
      try console.write(table(check, count: count))
    }
    return check.rows.allSatisfy { $0.error <= bound } ? .success : .someInputsFailed
  }

  // MARK: - Implementation

  /// The model, data and settings of the check.
  private struct Subject {
    let architecture: Architecture
    let parameters: [Float]
    let normalization: InputNormalization
    /// The scaling of its outputs; `nil` for classes.
    let scale: TargetScaling?

    /// The loss that such outputs are made for.
    var loss: Loss {
      scale == nil && architecture.layers.last != .softmax ? .crossEntropy() : .meanSquaredError
    }
  }

  private static func subject(_ arguments: Arguments) throws -> Subject {
    let name = arguments[model]
    guard let architecture = Architecture.named(name) else {
      let model = try ModelFile.load(name)
      guard model.members.isEmpty else {
        throw FileError(
          .corrupt, path: name, found: "an ensemble, which has no gradient of its own",
          remedy: "name a model of one network")
      }
      return Subject(
        architecture: model.architecture, parameters: model.parameters,
        normalization: model.normalization, scale: model.output.scale)
    }
    let fresh = try Network(architecture).initialParameters(seed: arguments[SharedOptions.seed])
    return Subject(
      architecture: architecture, parameters: fresh, normalization: .mnist, scale: nil)
  }

  private static func images(in folder: String, for subject: Subject) throws -> PixelSamples {
    try DefaultPaths.withAdvice(on: subject.scale == nil ? .classes : .values) {
      () throws(FileError) in
      guard let scale = subject.scale else {
        return try LabeledImages(folder: folder, split: .train).samples(subject.normalization)
      }
      return try RegressionImages.load(from: folder, split: .train)
        .samples(subject.normalization, scale: scale)
    }
  }

  private static func table(_ check: GradientCheck, count: Int) -> String {
    let width = max(5, check.rows.map { $0.name.count + $0.layer.count + 1 }.max() ?? 0)
    func line(_ name: String, _ columns: [String]) -> String {
      name + String(repeating: " ", count: width - name.count)
        + columns.map { String(repeating: " ", count: max(2, 14 - $0.count)) + $0 }.joined() + "\n"
    }
    let lines = check.rows.map { row in
      line(
        "\(row.layer) \(row.name)",
        [
          "\(row.count)", fixed(row.norm, places: 6), scientific(row.error),
          scientific(row.referenceError),
        ])
    }
    let worst = check.rows.map(\.error).max() ?? 0
    let worstReference = check.rows.map(\.referenceError).max() ?? 0
    return line("array", ["weights", "length", "training", "reference"]) + lines.joined()
      + "worst of \(check.rows.count) arrays on \(count) images: training "
      + "\(scientific(worst)), reference \(scientific(worstReference))\n"
  }

  /// The JSON object of an array.
  private struct Line: Encodable {
    let tensor: String
    let layer: String
    let count: Int
    let norm: Double
    let error: Double
    let referenceError: Double

    init(_ row: GradientCheck.Row) {
      tensor = row.name
      layer = row.layer
      count = row.count
      norm = row.norm
      error = row.error
      referenceError = row.referenceError
    }
  }
}
