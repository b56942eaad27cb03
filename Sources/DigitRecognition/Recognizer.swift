public import DigitData
public import FileIO
public import NeuralNet

/// Reads digits: a picture in, a digit with a calibrated confidence out, or a refusal.
///
///     let recognizer = try Recognizer(contentsOf: "models/default.safetensors")
///     let answer = recognizer.classify(try DecodedPicture(path: "seven.png").image)
///     print(answer.className ?? "no digit", answer.confidence)
///
/// Not for use from several threads at once; it spreads a batch over its own.
public final class Recognizer {
  /// What answers.
  public let model: Model
  /// Pixels a row of what the network takes.
  public let width: Int
  /// Rows of what the network takes.
  public let height: Int
  private let predictor: Predictor
  private let normalizer = DigitNormalizer()

  /// A recogniser that uses a model.
  ///
  /// - Parameters:
  ///   - threads: the most threads that work at the same time.
  ///   - batch: the most pictures that pass through the network at once.
  /// - Throws: `ArchitectureError` when the model's architecture is impossible.
  public init(model: Model, threads: Int = 1, batch: Int = 16) throws(ArchitectureError) {
    self.model = model
    width = model.architecture.input.width
    height = model.architecture.input.height
    let network = try Network(model.architecture)
    predictor = Predictor(
      network, parameters: model.parameters, threads: threads, batch: batch)
  }

  /// A recogniser that uses the model in a file.
  ///
  /// - Throws: `FileError` when the file is no model for digits of 28 x 28 pixels.
  public convenience init(
    contentsOf path: String, threads: Int = 1, batch: Int = 16
  ) throws(FileError) {
    let model = try ModelFile.load(path)
    guard model.architecture.input == Shape(channels: 1, height: 28, width: 28) else {
      throw FileError(
        .corrupt, path: path, found: "a model for inputs of \(model.architecture.input)",
        remedy: "name a model for pictures of 1x28x28")
    }
    do {
      try self.init(model: model, threads: threads, batch: batch)
    } catch {
      throw FileError(.corrupt, path: path, found: error.description, remedy: "train it again")
    }
  }

  /// How the fixed points of the last answers were found, if the network has such.
  public var fixedPoints: FixedPointTally? { predictor.fixedPoints }

  /// What a picture of one digit shows.
  ///
  /// - Parameter rejectBelow: the least confidence of an answer; the model's own if nothing.
  public func classify(
    _ image: GrayImage, polarity: Polarity = .auto, rejectBelow: Float? = nil
  ) -> Classification {
    switch normalizer.normalize(image, polarity: polarity) {
    case .blank: return .blank(classes: model.classNames.count)
    case .digit(let digit):
      var answer = classify(framed: digit.pixels, rejectBelow: rejectBelow)
      answer.normalized = digit
      return answer
    }
  }

  /// What `width * height` bytes show, bright ink on black, fed as they are.
  public func classify(framed pixels: [UInt8], rejectBelow: Float? = nil) -> Classification {
    precondition(pixels.count == width * height, "\(pixels.count) pixels")
    guard pixels.contains(where: { $0 > 0 }) else {
      return .blank(classes: model.classNames.count)
    }
    let sample = PixelSamples(
      pixels: pixels, labels: [0], featureCount: pixels.count, normalization: model.normalization)
    let probabilities = self.probabilities(of: sample)
    return Classification(
      probabilities: probabilities, classNames: model.classNames,
      rejectBelow: rejectBelow ?? model.rejectionThreshold)
  }

  /// Calibrated probabilities: `count x classes`, sample after sample.
  public func probabilities(of samples: PixelSamples) -> [Float] {
    let classes = model.classNames.count
    var values = logits(of: samples)
    for start in stride(from: 0, to: values.count, by: classes) {
      let own = values[start..<start + classes].map { Double($0) }
      for (c, probability) in softmax(own, temperature: Double(model.temperature)).enumerated() {
        values[start + c] = Float(probability)
      }
    }
    return values
  }

  /// The network's logits: `count x classes`, sample after sample.
  public func logits(of samples: PixelSamples) -> [Float] {
    predictor.network.logits(predictor.outputs(of: samples))
  }
}
