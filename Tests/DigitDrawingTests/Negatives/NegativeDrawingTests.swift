import DigitData
import DigitDrawing
import RecognizerRandomNumbers
import Testing

@Suite struct NegativeDrawingTests {
  /// Drawn digits in MNIST's frame stand for a data set.
  private static let digits: LabeledImages = {
    var generator = SplitMix64(seed: 3)
    let labels = (0..<40).map { UInt8($0 % 10) }
    return LabeledImages(
      width: 28, height: 28,
      pixels: labels.flatMap {
        DigitDrawing(digit: Int($0), using: &generator).drawAsMNIST().pixels
      }, labels: labels)
  }()

  private static func pictures(
    _ kind: NegativeDrawing.Kind, _ count: Int, seed: UInt64 = 1
  ) -> [GrayImage] {
    let drawing = NegativeDrawing(digits: digits)
    return (0..<count).map { number in
      var generator = SplitMix64(seed: seed, stream: number)
      return drawing.draw(kind, using: &generator)
    }
  }

  @Test(arguments: NegativeDrawing.Kind.allCases)
  func oneSeedGivesOnePictureAndAnotherSeedAnother(kind: NegativeDrawing.Kind) {
    let pictures = Self.pictures(kind, 60)
    #expect(pictures == Self.pictures(kind, 60))
    #expect(Set(pictures).count >= 58)
    #expect(pictures != Self.pictures(kind, 60, seed: 2))
  }

  @Test(arguments: NegativeDrawing.Kind.allCases)
  func everyPictureHasInk(kind: NegativeDrawing.Kind) {
    for picture in Self.pictures(kind, 300) {
      #expect(picture.pixels.contains { $0 > 127 })
      let tight = picture.trimmed()
      #expect(tight.width > 1 || tight.height > 1)
    }
  }

  /// An upright stick is a 1, whoever has drawn it.
  @Test func nothingThatIsNoDigitIsAnUprightStick() {
    for picture in Self.pictures(.notADigit, 300) {
      let tight = picture.trimmed()
      #expect(tight.height < 7 * tight.width, "\(tight.width)x\(tight.height)")
    }
  }

  @Test func severalDigitsHaveMoreInkThanOne() {
    let one = Self.digits.pixels.reduce(0) { $0 + Int($1) } / Self.digits.count
    let inks = Self.pictures(.severalDigits, 100).map { $0.pixels.reduce(0) { $0 + Int($1) } }
    #expect(inks.reduce(0, +) / inks.count > 2 * one)
  }
}
