package import DigitData
package import NeuralNet
import RecognizerRandomNumbers

extension LabeledImages {
  /// The images as samples for a network.
  package func samples(_ normalization: InputNormalization) -> PixelSamples {
    PixelSamples(
      pixels: pixels, targets: .classes(labels), featureCount: imageSize,
      normalization: normalization)
  }
}

extension RegressionImages {
  /// The images as samples for a network.
  ///
  /// - Parameter scale: how the network's outputs become numbers.
  package func samples(_ normalization: InputNormalization, scale: TargetScaling) -> PixelSamples {
    PixelSamples(
      pixels: pixels, targets: .values(values, width: valuesPerImage, scale: scale),
      featureCount: imageSize, normalization: normalization)
  }
}

extension PixelSamples {
  /// A validation set of `count` samples drawn by `seed`, and the rest to train on.
  ///
  /// - Precondition: `count` is less than the number of samples.
  package func split(validation count: Int, seed: UInt64) -> (
    training: PixelSamples, validation: PixelSamples
  ) {
    precondition(count < self.count, "\(count) of \(self.count) samples held back")
    var generator = SplitMix64(seed: seed, stream: -2)
    let order = (0..<self.count).shuffled(using: &generator)
    // In their own order again: neighbours in memory are drawn together.
    return (selecting(order[count...].sorted()), selecting(order[..<count].sorted()))
  }
}

extension InputNormalization {
  /// MNIST's own mean and deviation, measured on its 60,000 training images.
  package static let mnist = InputNormalization(mean: 0.1307, standardDeviation: 0.3081)
}

extension DigitDataSet {
  /// The quality of a model on these images: its accuracy, or the root of its mean squared error.
  ///
  /// - Throws: ``UnsuitableModel`` when the model's outputs are of the other kind, or its parts do
  ///   not fit each other.
  package func metric(of model: Model, threads: Int) throws(UnsuitableModel) -> Metric {
    switch self {
    case .classes(let images):
      let recognizer = try Recognizer(model: model, threads: threads, batch: 256, input: nil)
      return .accuracy(Evaluation(recognizer, on: images).accuracy)
    case .values(let images):
      let regressor = try Regressor(model: model, threads: threads, batch: 256, input: nil)
      return .rootMeanSquaredError(RegressionEvaluation(regressor, on: images).rmse)
    }
  }
}
