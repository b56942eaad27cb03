import DigitData
package import NeuralNet
package import RecognizerFileIO
import RecognizerShippedModel

/// Why a model cannot be used for what was asked.
public struct UnsuitableModel: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of model that was found, in one clause.
  package let found: String
  /// The kind of model to use instead, in one clause.
  package let remedy: String

  /// One line: what was found and what to do.
  public var description: String { "\(found); \(remedy)" }
}

extension FileError {
  /// The error of a file whose model cannot be used.
  package init(_ error: UnsuitableModel, path: String) {
    self.init(.corrupt, path: path, found: error.found, remedy: error.remedy)
  }
}

/// A model's network, ready to answer on prepared images: what a recogniser and a regressor have in
/// common.
struct ImageNetwork: Sendable {
  /// The shape of a prepared image.
  static let digit = Shape(
    channels: 1, height: PreparedImage.side, width: PreparedImage.side)

  private let predictor: ModelPredictor
  private let normalization: InputNormalization
  private let threads: Int

  /// - Parameter views: how many views of an image are answered and averaged.
  init(
    _ model: Model, threads: Int, batch: Int, input: Shape?, views: Int = 1
  ) throws(UnsuitableModel) {
    let again = "train it again"
    if let input, model.architecture.input != input {
      throw UnsuitableModel(
        found: "a model for inputs of \(model.architecture.input)",
        remedy: "use one for images of \(input)")
    }
    if let problem = model.mismatch {
      throw UnsuitableModel(found: problem, remedy: again)
    }
    do {
      predictor = try ModelPredictor(
        model, threads: threads, batch: batch, views: views > 1 ? .ofDigit(count: views) : nil)
    } catch {
      throw UnsuitableModel(found: error.description, remedy: again)
    }
    normalization = model.normalization
    self.threads = threads
  }

  /// The number of outputs for an image.
  var outputCount: Int { predictor.network.outputCount }

  /// The threads that one call uses, for work between the network's answers.
  var team: SharedTeam { predictor.team }

  /// The network's outputs for an image; `nil` when it is blank.
  func outputs(of image: PreparedImage) -> Outputs? {
    image.pixels.map(outputs(ofFramed:))
  }

  /// The network's outputs for 28 x 28 amounts of ink.
  func outputs(ofFramed pixels: [UInt8]) -> Outputs {
    predictor.outputs(pixels: pixels, normalization: normalization)
  }

  /// The network's outputs for samples, sample after sample.
  func outputs(of samples: PixelSamples) -> Outputs { predictor.outputs(of: samples) }

  /// Outputs as logits.
  func logits(_ outputs: [Float]) -> [Float] { predictor.logits(outputs) }

  /// Decodes, prepares and answers on several threads, and hands the answers over in order.
  func forEach<Answer: Sendable>(
    _ sources: OrderedItems<ImageSource>, preparation: ImagePreparation,
    answer: @escaping @Sendable (DecodedPicture) -> Answer,
    deliver: (_ source: ImageSource, _ answer: Result<Answer, FileError>) throws -> Void
  ) rethrows {
    try forEachInOrder(
      sources, threads: threads,
      work: { source in
        Result { () throws(FileError) in answer(try preparation.decode(source)) }
      }, deliver: deliver)
  }
}

extension OrderedItems<ImageSource> {
  /// The PNG files at `paths`.
  init(paths: [String]) { self.init(paths.map { .file($0) }) }
}

// MARK: - The shipped model

extension ModelFile {
  /// The shipped model's name where a file's name is expected.
  package static let shippedName = "the shipped model"

  /// The model that is part of the program.
  package static func shipped() -> Model {
    let bytes = UnsafeRawBufferPointer(
      start: shipped_model_bytes(), count: shipped_model_size())
    do {
      return try ModelFile.load(bytes: bytes, name: shippedName, areResident: true)
    } catch {
      // The bytes are a part of the program: they are whole, or the build is broken.
      preconditionFailure("\(error)")
    }
  }
}

extension Recognizer {
  /// A recogniser with the model that is part of the program; no file is read.
  ///
  /// - Parameters:
  ///   - threads: the most threads that one call uses.
  ///   - batch: the most images that pass through the network at once.
  public static func shipped(threads: Int = 1, batch: Int = 16) -> Recognizer {
    do {
      return try Recognizer(model: ModelFile.shipped(), threads: threads, batch: batch)
    } catch {
      preconditionFailure("\(error)")
    }
  }
}
