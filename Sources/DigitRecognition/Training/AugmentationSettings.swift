package import DigitData
import NeuralNet
import RecognizerRandomNumbers

/// The settings of the augmentation of 28 x 28 training images; each ``AugmentationPreset`` names a
/// set of them.
package struct AugmentationSettings: Hashable, Sendable {
  /// Changes of any picture; their seed is the run's.
  package var changes = Augmentation(width: PreparedImage.side, height: PreparedImage.side, seed: 0)
  /// Fraction of the digits that other hands may have written: see ``HandVariation``.
  package var hands: Float = 0
  /// The amount by which `hands` decreases linearly from the first epoch to the last; the fraction
  /// never drops below zero.
  ///
  /// The network learns other people's strokes early, and the small steps of the last epochs fit it
  /// to the data's own digits.
  package var handsFall: Float = 0
  /// Fraction of the samples that are mixed with another.
  package var mixingProbability: Float = 0
  /// The other sample's share of a mixture, 0 to 0.5.
  package var mixing: ClosedRange<Float> = 0...0

  /// No changes.
  package init() {}

  /// The settings that a preset names.
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

  /// The settings as the model file records them: the name of the preset with the same settings, or
  /// JSON if there is none.
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

  /// The mixing of samples; `nil` if none are mixed.
  func sampleMixing(seed: UInt64) -> SampleMixing? {
    mixingProbability > 0
      ? SampleMixing(probability: mixingProbability, share: mixing, seed: seed) : nil
  }
}
