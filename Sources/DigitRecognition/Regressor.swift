public import DigitData
public import NeuralNet
public import RecognizerFileIO

/// Predicts numbers from images of digits, such as their slant: for numbers what ``Recognizer`` is
/// for classes.
///
/// A regressor may be used from several threads and tasks at the same time.
public final class Regressor: Sendable {
  /// The numbers predicted from one image.
  public struct Prediction: Hashable, Sendable {
    /// The numbers, in the units of the training data; `nil` when the image is blank.
    public let values: [Float]?
    /// The image as the network received it.
    public let image: PreparedImage
    /// Statistics of the equilibrium layers' solver; `nil` when the network has none or the image is
    /// blank.
    package let solver: SolverStatistics?
  }

  /// The model that predicts.
  public let model: Model
  /// The scaling from the network's outputs to numbers.
  package let scale: TargetScaling
  private let network: ImageNetwork

  /// A regressor with a model.
  ///
  /// - Parameters:
  ///   - model: a model that predicts numbers.
  ///   - threads: the most threads that one call uses.
  ///   - batch: the most images that pass through the network at once.
  /// - Throws: ``UnsuitableModel`` when the model knows classes, takes other inputs than 1x28x28, or
  ///   its parts do not fit each other.
  public convenience init(
    model: Model, threads: Int = 1, batch: Int = 16
  ) throws(UnsuitableModel) {
    try self.init(model: model, threads: threads, batch: batch, input: ImageNetwork.digit)
  }

  /// A regressor with the model in a file.
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

  /// - Parameter input: the shape that the model has to take, if only one will do.
  package init(
    model: Model, threads: Int, batch: Int, input: Shape?
  ) throws(UnsuitableModel) {
    guard let scale = model.output.scale else {
      throw UnsuitableModel(
        found: "a model that knows classes", remedy: "use one that predicts numbers")
    }
    self.model = model
    self.scale = scale
    network = try ImageNetwork(model, threads: threads, batch: batch, input: input)
  }

  /// The number of values predicted from each image.
  package var valuesPerImage: Int { network.outputCount }

  /// Predicts the numbers of an image of one digit.
  ///
  /// - Precondition: with `isRaw`, the image has 28 x 28 pixels.
  public func predict(
    _ image: GrayImage, preparation: ImagePreparation = ImagePreparation()
  ) -> Prediction {
    predict(preparation.prepare(image))
  }

  /// Predicts the numbers of an image that is prepared already.
  public func predict(_ image: PreparedImage) -> Prediction {
    let outputs = network.outputs(of: image)
    return Prediction(
      values: outputs?.values.map(scale.value(of:)), image: image, solver: outputs?.solver)
  }

  /// Predicts the numbers of the digit in a PNG file.
  ///
  /// - Throws: `FileError` when the file cannot be read or decoded or, with `isRaw`, does not have
  ///   28 x 28 pixels.
  public func predict(
    contentsOf path: String, preparation: ImagePreparation = ImagePreparation()
  ) throws(FileError) -> Prediction {
    predict(preparation.prepare(try preparation.decode(.file(path))))
  }

  /// Predicts the numbers of the digits in PNG files, several at the same time.
  ///
  /// - Parameters:
  ///   - paths: the files.
  ///   - preparation: how each image becomes the 28 x 28 pixels that the network takes.
  ///   - deliver: receives each file's position and its prediction, or the error of a file that
  ///     cannot be used. Called on this thread, in the order of `paths`, as soon as predictions are
  ///     known; an error that it throws ends the batch.
  public func predict(
    contentsOf paths: [String], preparation: ImagePreparation = ImagePreparation(),
    deliver: (_ index: Int, _ prediction: Result<Prediction, FileError>) throws -> Void
  ) rethrows {
    var index = 0
    try predict(OrderedItems(paths: paths), preparation: preparation) { _, prediction in
      try deliver(index, prediction)
      index += 1
    }
  }

  package func predict(
    _ sources: OrderedItems<ImageSource>, preparation: ImagePreparation,
    deliver: (_ source: ImageSource, _ prediction: Result<Prediction, FileError>) throws -> Void
  ) rethrows {
    try network.forEach(
      sources, preparation: preparation, answer: { self.predict(preparation.prepare($0)) },
      deliver: deliver)
  }

  /// The numbers of samples, sample after sample, and how the equilibrium layers were solved.
  package func values(
    of samples: PixelSamples
  ) -> (values: [Float], solver: SolverStatistics?) {
    let outputs = network.outputs(of: samples)
    return (outputs.values.map(scale.value(of:)), outputs.solver)
  }

  /// The numbers of 28 x 28 amounts of ink.
  func values(framed pixels: [UInt8]) -> [Float] {
    network.outputs(ofFramed: pixels).values.map(scale.value(of:))
  }
}
