import DigitData
import RecognizerRandomNumbers
import Testing

@testable import DigitDrawing
@testable import DigitRecognition

@Suite struct PlusSignTests {
  /// Whether strokes through points of a square of `side` pixels are a plus.
  private func isPlus(
    _ strokes: [[Point]], side: Double = 40, pen: Double = 2
  ) throws -> Bool {
    let size = Int(side) + 24
    var image = GrayImage(width: size, height: size, filledWith: 0)
    for stroke in strokes {
      InkLine(
        points: stroke.map { $0 * side + 12 }, radii: Array(repeating: pen, count: stroke.count)
      ).draw(into: &image)
    }
    let page = PageBlobs(try #require(InkMap(image, polarity: .lightOnDark)))
    try #require(page.blobs.count == 1)
    return page.isPlus(page.blobs[0])
  }

  private static let bar = [Point(0, 0.5), Point(1, 0.5)]
  private static let upright = [Point(0.5, 0), Point(0.5, 1)]

  @Test(arguments: [(16, 1), (24, 2), (40, 2), (40, 3), (120, 3), (120, 10)])
  func aPlusOfAnySizeIsOne(side: Double, pen: Double) throws {
    #expect(try isPlus([Self.bar, Self.upright], side: side, pen: pen))
  }

  @Test func handsAreNotExact() throws {
    #expect(try isPlus([[Point(0, 0.55), Point(1, 0.5)], [Point(0.44, 0), Point(0.48, 1)]]))
    #expect(
      try isPlus([[Point(0.2, 0.45), Point(0.85, 0.47)], [Point(0.55, 0), Point(0.55, 1)]]))
  }

  typealias Strokes = [[Point]]

  private static let others: [Strokes] = [
    // A T, a cross's foot, an L, a square's outline.
    [[Point(0, 0), Point(1, 0)], [Point(0.5, 0), Point(0.5, 1)]],
    [[Point(0, 0.85), Point(1, 0.85)], [Point(0.5, 0), Point(0.5, 1)]],
    [[Point(0, 0), Point(0, 1), Point(1, 1)]],
    [[Point(0, 0), Point(1, 0), Point(1, 1), Point(0, 1), Point(0, 0)]],
    // Times, a bar, an upright, a slash.
    [[Point(0, 0), Point(1, 1)], [Point(1, 0), Point(0, 1)]],
    [[Point(0, 0.5), Point(1, 0.5)]], [[Point(0.5, 0), Point(0.5, 1)]],
    [[Point(0.7, 0), Point(0.3, 1)]],
    // A 4 with crossed strokes, a 7 with a bar.
    [[Point(0.5, 0), Point(0, 0.6), Point(1, 0.6)], [Point(0.6, 0.3), Point(0.6, 1)]],
    [[Point(0, 0), Point(0.8, 0), Point(0.4, 1)], [Point(0.3, 0.5), Point(0.9, 0.5)]],
  ]

  @Test(arguments: others)
  func otherSignsAreNone(strokes: Strokes) throws {
    #expect(try !isPlus(strokes))
  }

  @Test func aBlotIsNone() throws {
    #expect(try !isPlus([Self.bar, Self.upright], side: 20, pen: 9))
    #expect(try !isPlus([Self.bar, Self.upright], side: 7, pen: 1))
  }

  @Test(arguments: 0...9)
  func digitsAreNone(digit: Int) throws {
    var generator = SplitMix64(seed: UInt64(digit))
    for _ in 0..<40 {
      let image = DigitDrawing(digit: digit, using: &generator).draw(width: 60, height: 60)
      let page = PageBlobs(try #require(InkMap(image, polarity: .lightOnDark)))
      #expect(page.blobs.allSatisfy { !page.isPlus($0) })
    }
  }
}
