import DigitData
import Testing

@testable import DigitRecognition

@Suite struct LineCandidateTests {
  /// The candidates of upright bars in a picture of 240 x 120, from left to right.
  private func candidates(
    _ bars: [(x: Range<Int>, y: Range<Int>)]
  ) throws -> [LineCandidate] {
    let image = GrayImage(width: 240, height: 120, rectangles: bars)
    let plane = InkPlane(width: 240, height: 120, ink: image.pixels, least: 64)
    let found = StraightRun.pieces(of: plane, thickest: 20)
      .compactMap { LineCandidate($0, in: plane, direction: .vertical) }
      .sorted { $0.place < $1.place }
    try #require(found.count == bars.count)
    return found
  }

  /// Three uprights of a row of boxes, and a fourth bar.
  private func completed(_ bar: (x: Range<Int>, y: Range<Int>)) throws -> ClosedRange<Int>? {
    let all = try candidates([20, 70, 120].map { (x: $0..<$0 + 3, y: 20..<90) } + [bar])
    return all[3].completed(by: Array(all[..<3]))?.line.range
  }

  @Test func aBarIsMeasured() throws {
    let bar = try candidates([(x: 60..<63, y: 30..<90)])[0]
    #expect(bar.line.range == 30...89 && bar.line.direction == .vertical)
    #expect(bar.line.thickness == 3 && bar.line.slope == 0)
    #expect(bar.share == 0.5 && abs(bar.place - 61.0 / 240) < 0.01)
    #expect(bar.inkedShare == 1 && bar.freeShare == 1)
    #expect(!bar.isCut.start && !bar.isCut.end)
    let cut = try candidates([(x: 60..<63, y: 0..<120)])[0]
    #expect(cut.isCut.start && cut.isCut.end)
  }

  @Test func aShortOneIsAsLongAsItsSiblings() throws {
    #expect(try completed((x: 180..<183, y: 20..<65)) == 20...89)
    #expect(try completed((x: 180..<184, y: 23..<65)) == 23...89)
    // One that shows its end is a sibling all the same.
    #expect(try completed((x: 180..<183, y: 20..<90)) == 20...89)
  }

  @Test(
    arguments: [
      // Longer than they are.
      (180..<183, 20..<110),
      // Less than half as long.
      (180..<183, 20..<50),
      // It begins elsewhere.
      (180..<183, 30..<80), (180..<183, 10..<60),
      // It is far thicker.
      (180..<187, 20..<80),
    ] as [(Range<Int>, Range<Int>)])
  func othersAreNoSiblings(columns: Range<Int>, rows: Range<Int>) throws {
    #expect(try completed((x: columns, y: rows)) == nil)
  }

  @Test func twoAreTooFew() throws {
    let all = try candidates(
      [20, 70].map { (x: $0..<$0 + 3, y: 20..<90) } + [(x: 180..<183, y: 20..<65)])
    #expect(all[2].completed(by: Array(all[..<2])) == nil)
    #expect(all[2].completed(by: []) == nil)
  }

  @Test func linesOfOneKindAreAlike() throws {
    let all = try candidates([
      (x: 20..<23, y: 20..<90), (x: 60..<64, y: 5..<60), (x: 120..<128, y: 20..<90),
    ])
    #expect(all[0].isLike(all[1]) && all[1].isLike(all[0]))
    #expect(!all[0].isLike(all[2]))
  }
}
