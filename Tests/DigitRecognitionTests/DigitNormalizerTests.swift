import DigitData
import DigitDrawing
import DigitRecognition
import RecognizerRandomNumbers
import RecognizerTestSupport
import Testing

@Suite struct DigitNormalizerTests {
  @Test func drawnDigitsComeBackFromAnyPlaceScaleAndPolarity() throws {
    var generator = SplitMix64(seed: 1)
    for digit in 0..<10 {
      let drawn = DigitDrawing(digit: digit, using: &generator).draw(width: 56, height: 56)
      let original = try #require(framed(drawn, .lightOnDark))
      let small = GrayImage(width: 28, height: 28, pixels: original.pixels)
      for _ in 0..<3 {
        let pasted = PastedDigit(small, using: &generator)
        let found = try #require(framed(pasted.image))
        let displacement = Displacement(of: found.pixels, from: original.pixels)
        #expect(abs(displacement.x) <= 1 && abs(displacement.y) <= 1, "digit \(digit)")
        #expect(displacement.residual < 6, "digit \(digit)")
      }
    }
  }

  @Test(.needsMNIST)
  func mnistDigitsComeBackFromAnyPlaceScaleAndPolarity() throws {
    let set = try LabeledImages.load(from: SharedData.mnist, split: .test)
    var generator = SplitMix64(seed: 2)
    var sum = 0.0
    let count = 300
    for index in 0..<count {
      let digit = set.image(index)
      let found = try #require(framed(PastedDigit(digit, using: &generator).image))
      let displacement = Displacement(of: found.pixels, from: digit.pixels)
      #expect(abs(displacement.x) <= 1 && abs(displacement.y) <= 1, "digit \(index)")
      #expect(displacement.residual < 6, "digit \(index)")
      sum += displacement.residual
    }
    #expect(sum / Double(count) < 0.2)
  }

  @Test(.needsMNIST)
  func mnistDigitsStayAsTheyAre() throws {
    let set = try LabeledImages.load(from: SharedData.mnist, split: .test)
    var same = 0
    for index in 0..<500 {
      let digit = set.image(index)
      guard let found = framed(digit) else { continue }
      let differences = zip(found.pixels, digit.pixels).map { abs(Int($0) - Int($1)) }
      if differences.max() ?? 0 <= 1 { same += 1 }
    }
    #expect(same >= 495)
  }

  @Test(arguments: 0..<40)
  func centreOfMassLiesInTheMiddlePixel(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let rectangles = (0..<3).map { _ in
      let x = Int.random(in: 10...40, using: &generator)
      let y = Int.random(in: 10...40, using: &generator)
      return (
        x: x..<x + Int.random(in: 5...20, using: &generator),
        y: y..<y + Int.random(in: 5...20, using: &generator)
      )
    }
    let found = try #require(framed(GrayImage(width: 70, height: 70, rectangles: rectangles)))
    let hangsOver = (0..<28).contains {
      found.pixels[$0] > 0 || found.pixels[27 * 28 + $0] > 0 || found.pixels[$0 * 28] > 0
        || found.pixels[$0 * 28 + 27] > 0
    }
    let centre = centreOfMass(found.pixels)
    #expect(hangsOver || (14..<15).contains(centre.x))
    #expect(hangsOver || (14..<15).contains(centre.y))
  }

  @Test func aDigitOfExactlyTheBoxSizeIsCopied() throws {
    let image = GrayImage(width: 28, height: 28, rectangles: [(x: 12..<16, y: 4..<24)])
    let found = try #require(framed(image))
    #expect(found.pixels == image.pixels)
    #expect(found.image.inkBox == PixelBox(x: 12, y: 4, width: 4, height: 20))
  }

  @Test func aSmallDigitIsEnlargedFromAWindowOfTen() throws {
    let image = GrayImage(width: 20, height: 20, rectangles: [(x: 6..<8, y: 3..<8)])
    let found = try #require(framed(image))
    // 2 x 5 pixels in a window of 10: doubled.
    #expect(found.pixels.count { $0 == 255 } == 4 * 10)
  }

  @Test func theForcedPolarityIsUsed() throws {
    let image = GrayImage(width: 40, height: 40, rectangles: [(x: 18..<22, y: 10..<30)])
    #expect(framed(image)?.image.polarity == .lightOnDark)
    #expect(framed(image.inverted)?.image.polarity == .darkOnLight)
    #expect(framed(image, .darkOnLight)?.image.polarity == .darkOnLight)
    #expect(framed(image)?.pixels == framed(image.inverted)?.pixels)
  }

  @Test func aFaintDigitGivesTheSamePictureAndANote() throws {
    let strong = GrayImage(width: 40, height: 40, rectangles: [(x: 18..<22, y: 10..<30)])
    let faint = GrayImage(
      width: 40, height: 40, pixels: strong.pixels.map { 200 - $0 / 255 * 12 })
    let found = try #require(framed(faint))
    #expect(found.pixels == framed(strong)?.pixels)
    #expect(found.image.notes == ["low contrast (12 of 255 grey levels)"])
  }

  @Test func aSmallDigitInALargePictureIsTakenFromTheFullResolution() throws {
    let small = GrayImage(width: 60, height: 60, rectangles: [(x: 28..<32, y: 20..<40)])
    var large = GrayImage(width: 1600, height: 1500, filledWith: 0)
    for y in 0..<60 { for x in 0..<60 { large[1000 + x, 701 + y] = small[x, y] } }
    let found = try #require(framed(large))
    #expect(found.image.inkBox == PixelBox(x: 1028, y: 721, width: 4, height: 20))
    #expect(found.pixels == framed(small)?.pixels)
  }

  /// The prepared image and its pixels; `nil` when it is blank.
  private func framed(
    _ image: GrayImage, _ polarity: Polarity = .auto
  ) -> (pixels: [UInt8], image: PreparedImage)? {
    let prepared = ImagePreparation(polarity: polarity).prepare(image)
    return prepared.pixels.map { ($0, prepared) }
  }
}
