import DigitData
import RecognizerRandomNumbers
import Testing

@testable import DigitRecognition

@Suite struct EvenLightTests {
  /// A 7 in a picture of 120 x 120, white on black.
  private static let seven = GrayImage(
    width: 120, height: 120, rectangles: [(x: 40..<80, y: 25..<33), (x: 72..<80, y: 33..<95)])

  /// The 7 in ink of four tenths of its paper's grey.
  private func photographed(_ paper: (_ x: Int, _ y: Int) -> Int) -> GrayImage {
    var image = Self.seven
    for y in 0..<image.height {
      for x in 0..<image.width {
        image[x, y] = UInt8(Self.seven[x, y] > 0 ? paper(x, y) * 4 / 10 : paper(x, y))
      }
    }
    return image
  }

  /// The grey levels of a picture's paper and of its ink.
  private func grays(_ image: GrayImage) -> (paper: ClosedRange<UInt8>, ink: ClosedRange<UInt8>) {
    func range(_ isInk: Bool) -> ClosedRange<UInt8> {
      let own = zip(image.pixels, Self.seven.pixels).filter { ($1 > 0) == isInk }.map(\.0)
      return (own.min() ?? 0)...(own.max() ?? 255)
    }
    return (range(false), range(true))
  }

  @Test func lightFromOneSideBecomesEven() {
    let found = grays(EvenLight.evened(photographed { x, y in 220 - x - y / 4 }))
    // At the dark edge the window sees no darker paper to come back to.
    #expect(found.paper.lowerBound >= 185)
    #expect(found.ink.upperBound <= 115 && found.ink.lowerBound >= 70)
  }

  /// A mean would leave a dark band along the edge.
  @Test func theEdgeOfAShadowVanishes() {
    let found = grays(EvenLight.evened(photographed { x, _ in x < 55 ? 210 : 90 }))
    #expect(found.ink.upperBound < 160)
    #expect(found.paper.lowerBound > 160)
  }

  @Test func evenPaperStaysEven() {
    let found = grays(EvenLight.evened(photographed { _, _ in 200 }))
    #expect(found.paper == 240...240)
    #expect(found.ink == 96...96)
  }

  @Test(arguments: [(1, 1), (1, 40), (40, 1), (9, 7), (32, 33), (100, 61)])
  func theClosingIsThatOfItsDefinition(width: Int, height: Int) {
    var generator = SplitMix64(seed: UInt64(width))
    let image = GrayImage(
      width: width, height: height,
      pixels: (0..<width * height).map { _ in UInt8.random(in: 0...255, using: &generator) })
    #expect(EvenLight.evened(image) == Self.byDefinition(image))
  }

  // MARK: - Implementation

  /// The same with a loop over each pixel's window.
  private static func byDefinition(_ image: GrayImage) -> GrayImage {
    let (width, height) = (image.width, image.height)
    func map(_ body: (_ x: Int, _ y: Int) -> Int) -> GrayImage {
      var result = image
      for y in 0..<height { for x in 0..<width { result[x, y] = UInt8(body(x, y)) } }
      return result
    }
    let smoothed = map { x, y in
      var sum = 4
      for row in y - 1...y + 1 {
        for column in x - 1...x + 1 {
          sum += Int(image[min(max(column, 0), width - 1), min(max(row, 0), height - 1)])
        }
      }
      return sum / 9
    }
    let radius = max(4, min(width, height) / 8)
    func window(_ image: GrayImage, _ x: Int, _ y: Int) -> [Int] {
      (max(0, y - radius)...min(height - 1, y + radius)).flatMap { row in
        (max(0, x - radius)...min(width - 1, x + radius)).map { Int(image[$0, row]) }
      }
    }
    let dilated = map { x, y in window(smoothed, x, y).max() ?? 0 }
    let paper = map { x, y in window(dilated, x, y).min() ?? 0 }
    return map { x, y in min(255, Int(image[x, y]) * 240 / max(Int(paper[x, y]), 1)) }
  }
}
