package import DigitData
import NeuralNet
import RecognizerRandomNumbers

/// How training pictures of 28 x 28 pixels are varied: what ``AugmentationPreset`` names, as data.
package struct AugmentationSettings: Hashable, Sendable {
  /// Changes of any picture; their seed is the run's.
  package var changes = Augmentation(width: PreparedImage.side, height: PreparedImage.side, seed: 0)
  /// Fraction of the digits that other hands may have written: see ``HandVariation``.
  package var hands: Float = 0
  /// How far that fraction has fallen in the last epoch, linearly; not below zero.
  ///
  /// What is learned from other hands stays, and the last small steps are for the data's own digits.
  package var handsFall: Float = 0
  /// Fraction of the samples that are mixed with another.
  package var mixingProbability: Float = 0
  /// The other sample's part of a mixture, 0 to 0.5.
  package var mixing: ClosedRange<Float> = 0...0

  /// No changes.
  package init() {}

  /// What a preset stands for.
  package init(_ preset: AugmentationPreset) {
    switch preset {
    case .none: break
    case .standard: changes = .standard(seed: 0)
    case .strong: changes = .strong(seed: 0)
    case .hands:
      changes = .hands(seed: 0)
      hands = 1
    }
  }

  /// What a model keeps: the name of the preset that stands for the same, or JSON.
  var record: String {
    let preset = AugmentationPreset.allCases.first { Self($0) == self }
    // Numbers and arrays of them can be written.
    return preset?.rawValue
      ?? (try? JSONText.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// The function that varies samples; `nil` where none is changed.
  ///
  /// - Parameters:
  ///   - labels: the digit of each sample; of other samples only the picture is varied.
  ///   - epochs: the epochs of the run.
  func augmentation(
    seed: UInt64, labels: [UInt8], epochs: Int
  ) -> PixelSamples.Augmentation? {
    var changes = changes
    changes.seed = seed
    if hands > 0 {
      let variation = HandVariation(
        seed: seed, first: hands, change: -min(handsFall, hands) / Float(max(epochs - 1, 1)))
      return { [changes] pixels, sample, epoch in
        if sample < labels.count {
          variation.apply(to: pixels, digit: Int(labels[sample]), sample: sample, epoch: epoch)
        }
        changes.apply(to: pixels, sample: sample, epoch: epoch)
      }
    }
    if changes == Augmentation(width: changes.width, height: changes.height, seed: seed) {
      return nil
    }
    return { [changes] pixels, sample, epoch in
      changes.apply(to: pixels, sample: sample, epoch: epoch)
    }
  }

  /// How samples are mixed; `nil` where none is.
  func sampleMixing(seed: UInt64) -> SampleMixing? {
    mixingProbability > 0
      ? SampleMixing(probability: mixingProbability, share: mixing, seed: seed) : nil
  }
}
