import DigitData
import DigitRecognition
import RecognizerRandomNumbers
import Testing

@Suite struct InkMapTests {
  /// A 7 in a picture of 120 x 120, white on black.
  private static let seven = GrayImage(
    width: 120, height: 120, rectangles: [(x: 40..<80, y: 25..<33), (x: 72..<80, y: 33..<95)])

  @Test func greyOnAnExactBackgroundIsKeptWhole() throws {
    var image = GrayImage(width: 30, height: 30, filledWith: 0)
    for (index, gray) in (1...254).map(UInt8.init).enumerated() {
      image[2 + index % 26, 2 + index / 26] = gray
    }
    let map = try #require(InkMap(image))
    #expect(map.background == .clean)
    #expect(map.polarity == .lightOnDark)
    #expect(zip(map.ink, image.pixels).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
    #expect(zip(map.ink, image.pixels).allSatisfy { ($0 == 0) == ($1 == 0) })
  }

  @Test func noiseOfAScanLeavesTheInk() throws {
    var generator = SplitMix64(seed: 3)
    let image = Self.photographed { _, _ in Int.random(in: -8...8, using: &generator) }
    let map = try #require(InkMap(image))
    #expect(map.background == .even)
    #expect(Self.agreement(map) > 0.995)
  }

  @Test(arguments: [true, false])
  func lightFromOneSideLeavesTheInk(fromLeft: Bool) throws {
    var generator = SplitMix64(seed: 4)
    let image = Self.photographed { x, _ in
      Int.random(in: -3...3, using: &generator) - (fromLeft ? x : 119 - x)
    }
    let map = try #require(InkMap(image))
    #expect(map.background == .uneven)
    #expect(map.polarity == .darkOnLight)
    #expect(Self.agreement(map) > 0.97)
  }

  /// A drawing of a shadow, whose paper is one exact grey where the shadow does not fall.
  @Test(arguments: [0, 6, 20])
  func aShadowOnFlatPaperIsNoInk(edge: Int) throws {
    let image = Self.photographed { x, y in
      -90 * max(0, min(edge + 1, (x + y - 120) / 2)) / (edge + 1)
    }
    let map = try #require(InkMap(image))
    #expect(map.background == .uneven)
    #expect(Self.agreement(map) > 0.97)
  }

  @Test func brokenStrokesBelongAndDirtDoesNot() throws {
    let image = GrayImage(
      width: 100, height: 100,
      rectangles: [(x: 40..<44, y: 20..<45), (x: 40..<44, y: 49..<80), (x: 90..<92, y: 5..<7)])
    #expect(
      ImagePreparation().prepare(image).inkBox == PixelBox(x: 40, y: 20, width: 4, height: 60))
  }

  @Test func aSpiralIsOnePieceAndRowsOfDotsAreMany() throws {
    var dots = GrayImage(width: 40, height: 40, filledWith: 0)
    for y in stride(from: 1, to: 40, by: 2) {
      for x in stride(from: 1, to: 40, by: 2) { dots[x, y] = 255 }
    }
    #expect(
      InkComponents(try #require(InkMap(dots, polarity: .lightOnDark))).components.count == 400)
    // A comb: its teeth meet only in the last row.
    let comb = GrayImage(
      width: 41, height: 40,
      rectangles: (0..<20).map { (x: 2 * $0 + 1..<2 * $0 + 2, y: 1..<39) } + [
        (x: 1..<40, y: 38..<39)
      ])
    let pieces = InkComponents(try #require(InkMap(comb, polarity: .lightOnDark))).components
    #expect(pieces.count == 1)
    #expect(pieces.first?.box == PixelBox(x: 1, y: 1, width: 39, height: 38))
    #expect(pieces.first?.ink == comb.pixels.reduce(0) { $0 + Int($1) })
  }

  /// Ink 90 grey levels darker than paper of grey 220, with something added to each pixel.
  private static func photographed(_ disturbance: (Int, Int) -> Int) -> GrayImage {
    var image = seven
    for y in 0..<image.height {
      for x in 0..<image.width {
        let gray = (seven[x, y] > 0 ? 130 : 220) + disturbance(x, y)
        image[x, y] = UInt8(max(0, min(255, gray)))
      }
    }
    return image
  }

  /// The share of pixels that are ink in both or in neither.
  private static func agreement(_ map: InkMap) -> Double {
    let same = zip(map.ink, seven.pixels).count { ($0 >= 128) == ($1 >= 128) }
    return Double(same) / Double(map.ink.count)
  }
}
