import DigitData
import DigitDrawing
import DigitRecognition
import RecognizerRandomNumbers
import Testing

/// Digits on a sheet that is only a part of the picture.
@Suite struct SheetTests {
  /// The grey around the sheet, of the sheet and of the digit.
  @Test(arguments: [(90, 205, 60), (255, 170, 40), (255, 0, 255), (0, 255, 0), (20, 225, 75)])
  func theDigitOnASheetIsFound(outside: Int, paper: Int, ink: Int) throws {
    for digit in 0..<10 {
      // Each style on its own: the same digit with and without its surroundings.
      var generator = SplitMix64(seed: UInt64(digit))
      let drawing = DigitDrawing(digit: digit, using: &generator)
      let coverage = drawing.draw(width: 80, height: 80, margin: 0.2)
      let sheet = Paper(paper: Double(paper), ink: Double(ink))
        .picture(of: coverage, using: &generator)
      var picture = GrayImage(width: 120, height: 110, filledWith: UInt8(outside))
      for y in 0..<80 { for x in 0..<80 { picture[25 + x, 15 + y] = sheet[x, y] } }
      let alone = ImagePreparation().prepare(sheet)
      let found = ImagePreparation().prepare(picture)
      let pixels = try #require(found.pixels)
      let displacement = Displacement(of: pixels, from: try #require(alone.pixels))
      #expect(displacement.residual < 4, "digit \(digit)")
      let box = try #require(found.inkBox)
      let place = try #require(alone.inkBox)
      #expect(abs(box.x - place.x - 25) <= 1 && abs(box.y - place.y - 15) <= 1)
    }
  }

  @Test func anEmptySheetIsBlank() {
    var picture = GrayImage(width: 120, height: 110, filledWith: 80)
    for y in 15..<95 { for x in 25..<105 { picture[x, y] = 220 } }
    #expect(ImagePreparation().prepare(picture).pixels == nil)
  }

  @Test func aBoldZeroIsNoSheet() throws {
    var generator = SplitMix64(seed: 3)
    for style in DigitStyle.styles(of: 0) {
      let zero = DigitDrawing(style, hand: Handwriting(penWidth: 0.26), using: &generator)
      let image = zero.draw(width: 80, height: 100, margin: 0.1)
      let found = ImagePreparation().prepare(image)
      let box = try #require(found.inkBox)
      #expect(box.height >= 75, "\(style.name)")
      #expect(found.polarity == .lightOnDark)
    }
  }
  /// Their soft edges fill a rectangle nearly, as paper does.
  @Test func boldDigitsThatTouchAreNoSheet() throws {
    for seed in 1...20 as ClosedRange<UInt64> {
      var generator = SplitMix64(seed: seed)
      let line = DigitLine(
        [8, 2], hand: Handwriting(penWidth: 0.2), spacing: -0.06, unevenness: 0, using: &generator)
      let image = Self.doubled(line.draw(digitHeight: 18, margin: 8).image)
      let found = ImagePreparation().prepare(image)
      #expect(found.polarity == .lightOnDark)
      let box = try #require(found.inkBox)
      #expect(box.height >= 34 && box.width > 34, "seed \(seed)")
    }
  }

  /// The picture at twice its size, by bilinear interpolation.
  private static func doubled(_ image: GrayImage) -> GrayImage {
    var large = GrayImage(width: 2 * image.width - 1, height: 2 * image.height - 1, filledWith: 0)
    for y in 0..<large.height {
      for x in 0..<large.width {
        let (left, right, top, bottom) = (x / 2, (x + 1) / 2, y / 2, (y + 1) / 2)
        let corners = [
          image[left, top], image[right, top], image[left, bottom], image[right, bottom],
        ]
        large[x, y] = UInt8(corners.reduce(0) { $0 + Int($1) } / 4)
      }
    }
    return large
  }
}
