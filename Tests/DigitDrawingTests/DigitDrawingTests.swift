import DigitData
import DigitDrawing
import RecognizerRandomNumbers
import Testing

@Suite struct DigitDrawingTests {
  @Test(arguments: DigitStyle.all)
  func everyStyleLeavesInkInsideTheMargin(style: DigitStyle) {
    var generator = SplitMix64(seed: 1)
    let hand = Handwriting(using: &generator)
    let image = DigitDrawing(style, hand: hand, using: &generator).draw(width: 40, height: 50)
    let covered = image.pixels.count { $0 > 127 }
    #expect(covered > 40)
    #expect(covered < 1000)
    for x in 0..<40 {
      #expect(image[x, 0] == 0 && image[x, 49] == 0)
    }
    for y in 0..<50 {
      #expect(image[0, y] == 0 && image[39, y] == 0)
    }
  }

  @Test func eachDigitHasSeveralStylesWithNamesOfTheirOwn() {
    for digit in 0...9 {
      let styles = DigitStyle.styles(of: digit)
      #expect(styles.count >= 4)
      #expect(styles.allSatisfy { $0.digit == digit })
      #expect(Set(styles.map(\.name)).count == styles.count)
    }
  }

  @Test func oneSeedGivesOnePictureAndAnotherSeedAnother() {
    func draw(_ seed: UInt64) -> GrayImage {
      var generator = SplitMix64(seed: seed)
      return DigitDrawing(digit: 3, using: &generator).drawAsMNIST()
    }
    #expect(draw(5) == draw(5))
    #expect(Set((0..<50).map { draw($0).pixels }).count == 50)
  }

  @Test func theDrawingFillsThePictureAtAnySize() {
    var generator = SplitMix64(seed: 2)
    let drawing = DigitDrawing(digit: 8, using: &generator)
    for (width, height) in [(12, 16), (64, 64), (200, 100)] {
      let image = drawing.draw(width: width, height: height, margin: 0.1)
      let rows = (0..<height).filter { y in (0..<width).contains { image[$0, y] > 60 } }
      let expected = Double(height) - 0.2 * Double(min(width, height))
      #expect(abs(Double(rows.count) - expected) <= expected * 0.06 + 1.5)
    }
  }

  @Test(arguments: 0...9)
  func mnistFramePutsTheMassInTheMiddle(digit: Int) {
    for seed in 0..<5 {
      var generator = SplitMix64(seed: UInt64(seed))
      let image = DigitDrawing(digit: digit, using: &generator).drawAsMNIST()
      var (mass, x, y) = (0, 0, 0)
      for row in 0..<28 {
        for column in 0..<28 {
          let ink = Int(image[column, row])
          (mass, x, y) = (mass + ink, x + ink * (2 * column + 1), y + ink * (2 * row + 1))
        }
      }
      // Twice the coordinates, so the middle is 28; half a pixel of rounding is 1.
      #expect(abs(Double(x) / Double(mass) - 28) < 1.1)
      #expect(abs(Double(y) / Double(mass) - 28) < 1.1)
      let rows = (0..<28).filter { row in (0..<28).contains { image[$0, row] > 0 } }
      let columns = (0..<28).filter { column in (0..<28).contains { image[column, $0] > 0 } }
      #expect((18...20).contains(max(rows.count, columns.count)))
    }
  }

  @Test func aWiderPenLeavesMoreInk() {
    let style = DigitStyle.styles(of: 7)[0]
    let ink = [0.03, 0.08, 0.15, 0.25].map { penWidth in
      var generator = SplitMix64(seed: 0)
      let drawing = DigitDrawing(
        style, hand: Handwriting(penWidth: penWidth), using: &generator)
      return drawing.draw(width: 60, height: 60).pixels.reduce(0) { $0 + Int($1) }
    }
    #expect(ink == ink.sorted())
    #expect(ink[3] > 3 * ink[0])
  }

  @Test func straightLineCoversItsArea() {
    // A plain 1 without variation is nearly a rectangle with half discs at its ends.
    var generator = SplitMix64(seed: 0)
    let drawing = DigitDrawing(
      DigitStyle.styles(of: 1)[0], hand: Handwriting(penWidth: 0.1), using: &generator)
    let image = drawing.draw(width: 100, height: 220, margin: 0)
    let area = image.pixels.reduce(0.0) { $0 + Double($1) / 255 }
    let expected = 200 * 20 + Double.pi * 100
    #expect(abs(area - expected) < 0.01 * expected)
  }
}
