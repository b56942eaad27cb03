import DigitData
import RecognizerRandomNumbers
import Testing

@testable import DigitDrawing

/// Traces of removed ruling lines at a digit.
@Suite struct RulingRestsTests {
  /// A ring of 20 x 20 pixels.
  private static let ring = {
    var ring = GrayImage(width: 20, height: 20, filledWith: 255)
    for y in 4..<16 { for x in 4..<16 { ring[x, y] = 0 } }
    return ring
  }()
  /// A stick of 4 x 20 pixels.
  private static let stick = GrayImage(width: 4, height: 20, filledWith: 255)

  private static func ink(_ image: GrayImage) -> Int { image.pixels.count { $0 > 127 } }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func theRestOfARulingLeavesTheDigitAsItWas(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let ruled = Self.ring.withRestOfRuling(using: &generator)
    #expect(ruled.width >= 20 && ruled.height >= 20)
    let places = (0...ruled.height - 20).flatMap { y in (0...ruled.width - 20).map { (y, $0) } }
    let isThere = places.contains { top, left in
      (0..<400).allSatisfy { Self.ring.pixels[$0] <= ruled[left + $0 % 20, top + $0 / 20] }
    }
    #expect(isThere)
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func aGapTakesLittleOfTheStrokes(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let broken = Self.ring.withGapOfRuling(using: &generator)
    let ink = Self.ink(broken)
    #expect(ink < Self.ink(Self.ring) && ink > Self.ink(Self.ring) * 3 / 4)
    // An upright line over a stick would take all of it; a level one takes a little.
    let stick = Self.stick.withGapOfRuling(using: &generator)
    #expect(Self.ink(stick) >= Self.ink(Self.stick) * 3 / 4)
  }
}
