import DigitRecognition
import RecognizerRandomNumbers
import Testing

@Suite struct ReadingOrderTests {
  /// Two columns, the right one a little higher, under a heading over both.
  @Test func columnsAreReadOneAfterTheOther() {
    let heading = PixelBox(x: 0, y: 0, width: 500, height: 20)
    let left = (0..<3).map { PixelBox(x: 0, y: 45 + 30 * $0, width: 200, height: 20) }
    let right = (0..<3).map { PixelBox(x: 300, y: 40 + 30 * $0, width: 200, height: 20) }
    #expect(ReadingOrder.order(of: right + [heading] + left) == [3, 4, 5, 6, 0, 1, 2])
  }

  @Test func noneAndOneAreInOrder() {
    #expect(ReadingOrder.order(of: []).isEmpty)
    #expect(ReadingOrder.order(of: [PixelBox(x: 3, y: 4, width: 5, height: 6)]) == [0])
  }

  /// The rule as it is said, without anything remembered from line to line.
  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func theOrderIsThatOfTheRule(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let boxes = (0..<Int.random(in: 2...40, using: &generator)).map { _ in
      PixelBox(
        x: .random(in: 0...300, using: &generator), y: .random(in: 0...300, using: &generator),
        width: .random(in: 1...120, using: &generator),
        height: .random(in: 1...20, using: &generator))
    }
    var rest = boxes.indices.sorted {
      (Self.middle(boxes[$0]), boxes[$0].x) < (Self.middle(boxes[$1]), boxes[$1].x)
    }
    var expected: [Int] = []
    while !rest.isEmpty {
      let left = rest.map { boxes[$0] }
      let next = left.firstIndex { candidate in
        !left.contains { $0 != candidate && Self.precedes($0, candidate, among: left) }
      }
      expected.append(rest.remove(at: next ?? 0))
    }
    #expect(ReadingOrder.order(of: boxes) == expected, "seed \(seed)")
  }

  private static func precedes(_ one: PixelBox, _ other: PixelBox, among boxes: [PixelBox]) -> Bool
  {
    if shareColumns(one, other) { return middle(one) < middle(other) }
    let rows = min(middle(one), middle(other))...max(middle(one), middle(other))
    return one.x < other.x
      && !boxes.contains {
        rows.contains(middle($0)) && middle($0) != rows.lowerBound
          && middle($0) != rows.upperBound && shareColumns($0, one) && shareColumns($0, other)
      }
  }

  private static func middle(_ box: PixelBox) -> Int { box.y + box.height / 2 }

  private static func shareColumns(_ one: PixelBox, _ other: PixelBox) -> Bool {
    (one.x..<one.x + one.width).overlaps(other.x..<other.x + other.width)
  }
}
