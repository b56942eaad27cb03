public import DigitData
public import NeuralNet
import RecognizerRandomNumbers

extension LabeledImages {
  /// The pictures as a network's samples.
  public func samples(_ normalization: InputNormalization) -> PixelSamples {
    PixelSamples(
      pixels: pixels, targets: .classes(labels), featureCount: imageSize,
      normalization: normalization)
  }
}

extension RegressionImages {
  /// The pictures as a network's samples.
  ///
  /// - Parameter scale: what the network's outputs stand for.
  public func samples(_ normalization: InputNormalization, scale: TargetScaling) -> PixelSamples {
    PixelSamples(
      pixels: pixels, targets: .values(values, width: valuesPerImage, scale: scale),
      featureCount: imageSize, normalization: normalization)
  }
}

extension PixelSamples {
  /// A validation set of `count` samples drawn by `seed`, and the rest to train on.
  ///
  /// - Precondition: `count` is less than the number of samples.
  public func split(validation count: Int, seed: UInt64) -> (
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
  public static let mnist = InputNormalization(mean: 0.1307, standardDeviation: 0.3081)
}
