import DigitData
import NeuralNet

extension Views {
  /// A framed digit as it is and `count - 1` copies that are turned, sheared, scaled and shifted a
  /// little, the same for every digit.
  ///
  /// The changes are a third of those that a network is trained with: small enough that it is sure of
  /// most copies, large enough that its mistakes differ.
  static func ofDigit(count: Int) -> Views {
    var augmentation = Augmentation.standard(seed: 1)
    augmentation.probability = 1
    augmentation.rotation = -6...6
    augmentation.scale = 0.94...1.05
    augmentation.shear = -0.08...0.08
    augmentation.translation = -0.75...0.75
    return Views(count: count) { [augmentation] pixels, view in
      guard view > 0 else { return }
      augmentation.apply(to: pixels, sample: view, epoch: 0)
    }
  }
}
