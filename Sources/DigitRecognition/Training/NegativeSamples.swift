import DigitData
import DigitDrawing
import NeuralNet
import RecognizerRandomNumbers

/// Makes pictures that are not one digit, framed as MNIST's digits are, while a network trains.
///
/// Each follows from the seed, its number and the epoch alone: workers make them as they need them,
/// and no epoch sees the same ones again.
struct NegativeSamples: Sendable {
  private let drawing: NegativeDrawing
  private let seed: UInt64

  /// Pictures with parts and rows of `digits`; `nil` when those are not 28 x 28 pictures of the
  /// digits 0 to 9.
  init?(_ digits: LabeledImages, seed: UInt64) {
    guard digits.canMakeNegatives else { return nil }
    drawing = NegativeDrawing(digits: digits)
    self.seed = seed
  }

  /// `samples` with `count` negatives behind them, all of them varied.
  ///
  /// - Parameter augmentation: changes every picture afterwards; `nil` for none.
  func appended(
    to samples: PixelSamples, count: Int, augmentation: PixelSamples.Augmentation?
  ) -> PixelSamples {
    let kinds = Self.kinds
    let first = drawing.digits.count
    var appended = samples.appending(count) { kinds[$0 % kinds.count].label }
    appended.augmentation = { pixels, sample, epoch in
      if sample >= first { write(sample - first, epoch: epoch, to: pixels) }
      augmentation?(pixels, sample, epoch)
    }
    return appended
  }

  /// Negatives of another seed, to measure by.
  static func held(
    _ digits: LabeledImages, seed: UInt64, _ normalization: InputNormalization
  ) -> PixelSamples? {
    guard let source = NegativeSamples(digits, seed: SplitMix64.mixed(seed)) else { return nil }
    let none = PixelSamples(
      pixels: [], targets: .classes([]), featureCount: digits.imageSize,
      normalization: normalization)
    var held = none.appending(heldCount) { kinds[$0 % kinds.count].label }
    held.augmentation = { pixels, sample, _ in source.write(sample, epoch: 0, to: pixels) }
    return held
  }

  private static let heldCount = 6_000

  /// Writes the negative of a number and an epoch.
  func write(_ number: Int, epoch: Int, to pixels: UnsafeMutableBufferPointer<UInt8>) {
    var generator = SplitMix64(seed: seed &+ 0x6E65_6761, stream: number, epoch)
    let kind = Self.kinds[number % Self.kinds.count]
    let ink = drawing.draw(kind, using: &generator).trimmed()
    let framed = MNISTFrame.frame(ink.pixels, width: ink.width, height: ink.height)
    _ = pixels.update(fromContentsOf: framed)
  }

  /// Two of three are no digit, and there are more kinds of that.
  private static let kinds: [NegativeDrawing.Kind] = [.notADigit, .severalDigits, .notADigit]
}

extension DigitDataSet {
  /// The label of each image, if they are digits in MNIST's frame.
  var digits: [UInt8] {
    guard case .classes(let images) = self, images.canMakeNegatives else { return [] }
    return images.labels
  }
}

extension LabeledImages {
  /// Whether these are 28 x 28 pictures of the digits 0 to 9.
  var canMakeNegatives: Bool {
    let side = PreparedImage.side
    return width == side && height == side && count > 0 && classNames == (0...9).map(String.init)
  }
}

extension NegativeDrawing.Kind {
  /// The number of the output that stands for it, after those of the ten digits.
  fileprivate var label: UInt8 {
    switch self {
    case .notADigit: 10
    case .severalDigits: 11
    }
  }
}
