import DigitData
import DigitDrawing
import RecognizerRandomNumbers
import Testing

/// Strokes, proportions and pens of other hands.
@Suite struct RegionalStrokesTests {
  /// A stick of 4 x 20 pixels.
  private static let stick = GrayImage(width: 4, height: 20, filledWith: 255)

  @Test(arguments: 0..<20 as Range<UInt64>)
  func aStickGetsStrokesAndKeepsItsStem(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let one = try #require(RegionalStrokes.added(to: Self.stick, digit: 1, using: &generator))
    #expect(one.width > Self.stick.width && one.height >= Self.stick.height)
    // The longest column is still the stem, and most of the picture is paper.
    let columns = (0..<one.width).map { x in (0..<one.height).count { one[x, $0] > 127 } }
    #expect(try #require(columns.max()) >= 19)
    #expect(one.pixels.count { $0 > 127 } < one.pixels.count * 3 / 4)
  }

  @Test func aSevenGetsABar() throws {
    var generator = SplitMix64(seed: 1)
    let seven = DigitDrawing(
      try #require(DigitStyle.styles(of: 7).first), hand: Handwriting(), using: &generator
    ).draw(width: 40, height: 40).trimmed()
    let barred = try #require(RegionalStrokes.added(to: seven, digit: 7, using: &generator))
    #expect(barred.pixels.count { $0 > 127 } > seven.pixels.count { $0 > 127 })
  }

  @Test func otherDigitsAreLeftAlone() {
    var generator = SplitMix64(seed: 1)
    for digit in [2, 3, 4, 5, 6, 8] {
      #expect(RegionalStrokes.added(to: Self.stick, digit: digit, using: &generator) == nil)
    }
  }

  @Test(arguments: DigitStyle.regional)
  func everyRegionalStyleLeavesInk(style: DigitStyle) {
    var generator = SplitMix64(seed: 1)
    let picture = DigitDrawing(style, hand: Handwriting(), using: &generator).drawAsMNIST()
    #expect((30..<400).contains(picture.pixels.count { $0 > 127 }))
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func inkFadesAndNoneIsLost(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let picture = GrayImage(width: 20, height: 30, filledWith: 200)
    let faded = picture.faded(using: &generator)
    #expect(faded.pixels.allSatisfy { (39...200).contains($0) })
    // One side has clearly less than the other.
    #expect(faded.pixels.min()! < faded.pixels.max()! - 20)
  }

  @Test func aSizeOfTheirOwnChangesNothing() {
    var generator = SplitMix64(seed: 2)
    let picture = DigitDrawing(digit: 5, using: &generator).drawAsMNIST()
    #expect(picture.resized(width: 28, height: 28) == picture)
  }

  @Test func aBendMovesTheMiddle() {
    var picture = GrayImage(width: 3, height: 100, filledWith: 0)
    for x in 0..<3 { picture[x, 50] = 255 }
    func row(_ bend: Double) -> Int? {
      let bent = picture.resized(width: 3, height: 100, bend: bend)
      return (0..<100).max { bent[1, $0] < bent[1, $1] }
    }
    #expect((row(1.4) ?? 0) > 55 && (row(0.6) ?? 99) < 45)
  }

  @Test func aFinerPenLeavesLessInkAndTheWholeStroke() {
    var generator = SplitMix64(seed: 2)
    let zero = DigitDrawing(
      DigitStyle.styles(of: 0)[0], hand: Handwriting(penWidth: 0.2), using: &generator
    ).draw(width: 28, height: 28)
    let thin = zero.thinned(to: 0.7)
    let (before, after) = (
      9 * zero.pixels.count { $0 > 127 }, thin.pixels.count { $0 > 127 }
    )
    #expect(after < before / 2 && after > before / 20)
    // Every row in the middle still meets both sides.
    for y in 30..<54 { #expect((0..<84).contains { thin[$0, y] > 100 }) }
  }
}
