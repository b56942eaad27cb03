import DigitData
import Testing

struct ShearTests {
  /// A bar of one column in the middle of nine.
  private let bar: GrayImage = {
    var image = GrayImage(width: 9, height: 5, filledWith: 0)
    for y in 0..<5 { image[4, y] = 200 }
    return image
  }()

  @Test func wholeColumnsMoveExactly() {
    let leaning = bar.sheared(slope: 1, about: 2)
    for y in 0..<5 {
      for x in 0..<9 { #expect(leaning[x, y] == (x == 4 + 2 - y ? 200 : 0), "\(x) \(y)") }
    }
    #expect(leaning.sheared(slope: -1, about: 2) == bar)
    #expect(bar.sheared(slope: 0, about: 1) == bar)
  }

  @Test func aRowBetweenTwoStays() {
    let leaning = bar.sheared(slope: 2, about: 1.5)
    // Half a row above the one that stays is one column to the right.
    #expect(leaning[5, 1] == 200 && leaning[3, 2] == 200 && leaning[7, 0] == 200)
  }

  @Test func partsOfColumnsShareTheInk() {
    let leaning = bar.sheared(slope: 0.25, about: 2)
    #expect(leaning[4, 2] == 200)
    #expect(leaning[4, 1] == 150 && leaning[5, 1] == 50)
    #expect(leaning[4, 3] == 150 && leaning[3, 3] == 50)
    #expect(abs(leaning.ink - bar.ink) < 5)
  }

  @Test func whatLeavesTheFrameIsGone() {
    #expect(bar.sheared(slope: 10, about: 2).ink == 200)
  }
}
