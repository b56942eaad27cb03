public import DigitData
public import NeuralNet
public import RecognizerFileIO

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Recognises handwritten digits: an image in, a digit with a calibrated confidence out, or a
/// rejection.
///
///     let recognizer = Recognizer.shipped()
///     let answer = try recognizer.classify(contentsOf: "seven.png")
///     print(answer.digit ?? "no digit", answer.confidence)
///
/// A recogniser may be used from several threads and tasks at the same time.
public final class Recognizer: Sendable {
  /// The model that answers.
  public let model: Model
  /// The classes that the model knows, and its calibration.
  public let classes: ClassOutput
  private let network: ImageNetwork

  /// A recogniser with a model.
  ///
  /// - Parameters:
  ///   - model: a model that knows classes.
  ///   - threads: the most threads that one call uses.
  ///   - batch: the most images that pass through the network at once.
  /// - Throws: ``UnsuitableModel`` when the model predicts numbers, takes other inputs than
  ///   1x28x28, or its parts do not fit each other.
  public convenience init(
    model: Model, threads: Int = 1, batch: Int = 16
  ) throws(UnsuitableModel) {
    try self.init(model: model, threads: threads, batch: batch, input: ImageNetwork.digit)
  }

  /// A recogniser with the model in a file.
  ///
  /// - Throws: `FileError` when the file cannot be read, or for the reasons of
  ///   ``init(model:threads:batch:)``.
  public convenience init(
    contentsOf path: String, threads: Int = 1, batch: Int = 16
  ) throws(FileError) {
    let model = try ModelFile.load(path)
    do {
      try self.init(model: model, threads: threads, batch: batch)
    } catch {
      throw FileError(error, path: path)
    }
  }

  /// - Parameters:
  ///   - input: the shape that the model has to take, if only one will do.
  ///   - views: how many views of each picture are answered and averaged; more than one only of
  ///     28x28 pixels.
  package init(
    model: Model, threads: Int, batch: Int, input: Shape? = ImageNetwork.digit, views: Int = 1
  ) throws(UnsuitableModel) {
    guard let classes = model.output.classes else {
      throw UnsuitableModel(
        found: "a model that predicts numbers", remedy: "use one that knows classes")
    }
    self.model = model
    self.classes = classes
    network = try ImageNetwork(
      model, threads: threads, batch: batch, input: input, views: views)
  }

  /// The threads that one call uses, for work between the network's answers.
  var team: SharedTeam { network.team }

  // MARK: - One image

  /// Classifies an image of one digit.
  ///
  /// - Parameters:
  ///   - image: the picture, of any size.
  ///   - preparation: how the image becomes the 28 x 28 pixels that the network takes.
  ///   - rejectBelow: the least confidence of an answer, in 0...1; `nil` for the model's threshold.
  /// - Precondition: with `isRaw`, the image has 28 x 28 pixels.
  public func classify(
    _ image: GrayImage, preparation: ImagePreparation = ImagePreparation(),
    rejectBelow: Float? = nil
  ) -> Classification {
    let answer = classify(preparation.prepare(image), rejectBelow: rejectBelow)
    return lookedAtAsPage(answer, image, preparation)
  }

  /// Classifies an image that is prepared already.
  public func classify(_ image: PreparedImage, rejectBelow: Float? = nil) -> Classification {
    guard let outputs = network.outputs(of: image) else {
      return Classification(blank: image, classes: classes.names.count)
    }
    return Classification(
      image, scores(ofOutputs: outputs.values), of: classes, rejectBelow: rejectBelow,
      solver: outputs.solver)
  }

  /// Classifies the digit in a PNG file.
  ///
  /// - Throws: `FileError` when the file cannot be read or decoded or, with `isRaw`, does not have
  ///   28 x 28 pixels.
  public func classify(
    contentsOf path: String, preparation: ImagePreparation = ImagePreparation(),
    rejectBelow: Float? = nil
  ) throws(FileError) -> Classification {
    classify(
      try preparation.decode(.file(path)), preparation: preparation, rejectBelow: rejectBelow)
  }

  // MARK: - Many images

  /// Classifies the digits in PNG files, several at the same time.
  ///
  /// - Parameters:
  ///   - paths: the files.
  ///   - preparation: how each image becomes the 28 x 28 pixels that the network takes.
  ///   - rejectBelow: the least confidence of an answer, in 0...1; `nil` for the model's threshold.
  ///   - deliver: receives each file's position and its answer, or the error of a file that cannot
  ///     be used. Called on this thread, in the order of `paths`, as soon as answers are known; an
  ///     error that it throws ends the batch.
  public func classify(
    contentsOf paths: [String], preparation: ImagePreparation = ImagePreparation(),
    rejectBelow: Float? = nil,
    deliver: (_ index: Int, _ answer: Result<Classification, FileError>) throws -> Void
  ) rethrows {
    var index = 0
    try classify(
      OrderedItems(paths: paths), preparation: preparation, rejectBelow: rejectBelow
    ) { _, answer in
      try deliver(index, answer)
      index += 1
    }
  }

  package func classify(
    _ sources: OrderedItems<ImageSource>, preparation: ImagePreparation, rejectBelow: Float?,
    deliver: (_ source: ImageSource, _ answer: Result<Classification, FileError>) throws -> Void
  ) rethrows {
    try network.forEach(
      sources, preparation: preparation,
      answer: { self.classify($0, preparation: preparation, rejectBelow: rejectBelow) },
      deliver: deliver)
  }

  private func classify(
    _ picture: DecodedPicture, preparation: ImagePreparation, rejectBelow: Float?
  ) -> Classification {
    let answer = classify(preparation.prepare(picture), rejectBelow: rejectBelow)
    return lookedAtAsPage(answer, picture.image, preparation)
  }

  // MARK: - Data sets

  /// The calibrated probabilities and refusals of samples, and how the equilibrium layers were
  /// solved.
  package func scores(
    of samples: PixelSamples
  ) -> (scores: ClassScores, solver: SolverStatistics?) {
    let outputs = network.outputs(of: samples)
    return (scores(ofOutputs: outputs.values), outputs.solver)
  }

  /// The calibrated probabilities and refusals of framed pictures, all in one batch.
  ///
  /// - Parameter pixels: 28 x 28 amounts of ink for each picture, picture after picture.
  package func scores(ofFramed pixels: [UInt8]) -> ClassScores {
    scores(ofOutputs: network.outputs(ofFramed: pixels).values)
  }

  /// The logits of samples, `count x outputs`, sample after sample.
  package func logits(of samples: PixelSamples) -> [Float] {
    network.logits(network.outputs(of: samples).values)
  }

  private func scores(ofOutputs outputs: [Float]) -> ClassScores {
    ClassScores(logits: network.logits(outputs), classes)
  }
}

/// The probabilities of one sample's logits, divided by a temperature first.
func softmax(_ logits: some Collection<Double>, temperature: Double) -> [Double] {
  let largest = logits.max() ?? 0
  let powers = logits.map { exp(($0 - largest) / temperature) }
  let sum = powers.reduce(0, +)
  return powers.map { $0 / sum }
}
