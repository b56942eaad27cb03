import DigitData
import DigitRecognition
import NeuralNet
import NeuralNetReference
import RecognizerFileIO

/// The first pictures of a test set, as a model takes them.
struct TestDigits {
  let shape: Shape
  let samples: PixelSamples

  /// - Throws: `FileError` when the folder holds too few pictures or ones of another size.
  init(_ count: Int, in folder: String, for model: Model) throws(FileError) {
    let images = try LabeledImages(folder: folder, split: .test)
    shape = model.architecture.input
    guard images.count >= count, images.imageSize == shape.count else {
      throw FileError(
        .corrupt, path: folder,
        found: "\(images.count) pictures of \(images.imageSize) pixels",
        remedy: "name a folder with \(count) or more of \(shape.count) pixels, the model's input")
    }
    samples = images.samples(model.normalization).selecting(0..<count)
  }

  func batch(_ range: Range<Int>) -> Batch {
    Batch(
      count: range.count, shape: shape,
      values: range.flatMap(samples.features).map(Double.init))
  }
}
