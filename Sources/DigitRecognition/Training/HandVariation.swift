import DigitData
import DigitDrawing
import RecognizerRandomNumbers

/// Varies training digits towards other hands, pens and scanners: strokes that are written
/// elsewhere, other proportions, few pixels, stretched and binarised scans, and what is left of
/// ruling lines.
///
/// A changed digit is framed again by the procedure that made MNIST. Each change follows from the
/// seed, the sample's number and the epoch.
struct HandVariation: Sendable {
  let seed: UInt64
  /// Fraction of the digits that may be changed in the first epoch.
  let first: Float
  /// The change of that fraction from an epoch to the next.
  let change: Float

  /// The share of each digit that gets strokes of other hands.
  private static let strokeShare: [Int: Float] = [0: 0.06, 1: 0.35, 7: 0.4, 9: 0.15]
  private static let bendShare: Float = 0.25
  private static let thinShare: Float = 0.12
  private static let drawnShare: Float = 0.1
  private static let scanShare: Float = 0.15
  private static let fadedShare: Float = 0.12
  private static let rulingRestShare: Float = 0.03
  private static let rulingGapShare: Float = 0.03

  /// Changes 28 x 28 pixels of `digit`.
  func apply(
    to pixels: UnsafeMutableBufferPointer<UInt8>, digit: Int, sample: Int, epoch: Int
  ) {
    var generator = SplitMix64(seed: seed &+ 0x6861_6E64, stream: sample, epoch)
    let probability = first + change * Float(epoch)
    // At 1 nothing is drawn, so that the pictures of a seed stay as they are.
    guard probability >= 1 || generator.uniform() < probability else { return }
    let isWritten = generator.uniform() < Self.strokeShare[digit] ?? 0
    let isBent = generator.uniform() < Self.bendShare
    let isScanned = generator.uniform() < Self.scanShare
    let isThin = generator.uniform() < Self.thinShare
    let isDrawn = generator.uniform() < Self.drawnShare
    let hasRest = generator.uniform() < Self.rulingRestShare
    let hasGap = generator.uniform() < Self.rulingGapShare
    let isFaded = generator.uniform() < Self.fadedShare
    guard isWritten || isBent || isScanned || isThin || isDrawn || hasRest || hasGap || isFaded
    else { return }
    let side = PreparedImage.side
    var picture = GrayImage(width: side, height: side, pixels: Array(pixels)).trimmed()
    guard picture.width > 1 else { return }
    if isDrawn {
      picture = DigitDrawing.worldwide(digit, using: &generator).draw(width: 44, height: 44)
        .trimmed()
    } else if isWritten {
      picture =
        RegionalStrokes.added(to: picture, digit: digit, using: &generator) ?? picture
    }
    if isThin, !isDrawn {
      picture = picture.thinned(to: Double(generator.uniform(in: 0.4...1.3))).trimmed()
    }
    if hasRest { picture = picture.withRestOfRuling(using: &generator) }
    if hasGap { picture = picture.withGapOfRuling(using: &generator) }
    if isBent {
      // Twice the pixels keep edges sharp.
      picture = picture.resized(
        width: 2 * picture.width, height: 2 * picture.height,
        bend: Double(generator.uniform(in: 0.55...1.45)))
    }
    // A thin stroke does not survive a coarse scan.
    if isScanned, !isThin { picture = Self.scanned(picture, using: &generator) }
    if isFaded { picture = picture.faded(using: &generator) }
    let framed = MNISTFrame.frame(picture.pixels, width: picture.width, height: picture.height)
    _ = pixels.update(fromContentsOf: framed)
  }

  /// The digit as a coarse scanner sees it.
  private static func scanned(
    _ picture: GrayImage, using generator: inout SplitMix64
  ) -> GrayImage {
    // From 8 x 8 sets to MNIST's own size; with two levels an 8 needs some eleven rows.
    let isBinary = generator.uniform() < 0.4
    let height = Int(generator.uniform(in: (isBinary ? 11 : 7)...21))
    var width = Double(height) * Double(picture.width) / Double(picture.height)
    if generator.uniform() < 0.5 {
      // Sets that stretch each digit to a square; sticks stay narrow there, too.
      let stretch = Double(generator.uniform(in: 0.8...1.7))
      width = min(width * stretch, max(width, Double(height)))
    }
    var result = picture.resized(width: max(2, Int(width.rounded())), height: height)
    if isBinary {
      let level = UInt8(generator.uniform(in: 70...150))
      result.pixels = result.pixels.map { $0 > level ? 255 : 0 }
      // A faint digit may fall below the level as a whole.
      if !result.pixels.contains(255) { return picture }
      result = result.trimmed()
    }
    return result
  }
}
