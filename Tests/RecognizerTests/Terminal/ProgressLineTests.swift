import Testing
import recognizer

@Suite struct ProgressLineTests {
  private func line(_ completed: Int, of total: Int?, seconds: Double, detail: String = "")
    -> ProgressLine
  {
    ProgressLine(
      label: "epoch 2/10", unit: "images", completed: completed, total: total, seconds: seconds,
      detail: detail)
  }

  @Test(arguments: [
    (0, 0.0, "epoch 2/10  ──────────────────────────────  0%  0.0 s"),
    (15_000, 5.0, "epoch 2/10  ━━━━━━━───────────────────────  25%  3.0k images/s  15 s left"),
    (60_000, 20.0, "epoch 2/10  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━  100%  3.0k images/s  20 s"),
    (90_000, 20.0, "epoch 2/10  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━  100%  4.5k images/s  20 s"),
  ])
  func barShowsShareRateAndTimeLeft(completed: Int, seconds: Double, expected: String) {
    #expect(line(completed, of: 60_000, seconds: seconds).bar(width: 80) == expected)
  }

  @Test func detailStandsLast() {
    let line = line(30, of: 60, seconds: 1, detail: "loss 0.123")
    #expect(line.plain == "epoch 2/10:  50%  30 images/s  1.0 s left  loss 0.123")
    #expect(line.bar(width: 100).hasSuffix("left  loss 0.123"))
  }

  @Test func unknownTotalHasNoBar() {
    let line = line(1_234, of: nil, seconds: 2)
    #expect(line.bar(width: 80) == "epoch 2/10:  1234 images  617 images/s  2.0 s")
  }

  @Test(arguments: [0, 1, 10, 40, 60, 79, 80, 200], [Int?.none, 0, 7, 60_000])
  func barNeverWraps(width: Int, total: Int?) {
    for completed in [0, 3, 7, 60_000] {
      #expect(line(completed, of: total, seconds: 3).bar(width: width).count <= max(width - 1, 0))
    }
  }

  @Test(arguments: [
    (0, "0.0"), (0.04, "0.0"), (8.46, "8.5"), (9.96, "10"), (940, "940"), (999.6, "1.0k"),
    (12_345, "12k"), (3_140_000, "3.1M"), (2e12, "2000G"),
  ])
  func ratesAreShort(value: Double, expected: String) {
    #expect(ProgressLine.scaled(value) == expected)
  }

  @Test(arguments: [
    (-1, "0.0 s"), (0.44, "0.4 s"), (12.4, "12 s"), (59.6, "1 min 00 s"), (185, "3 min 05 s"),
    (7_620, "2 h 07 min"), (.infinity, "277777 h 46 min"),
  ])
  func timesAreForPeople(seconds: Double, expected: String) {
    #expect(ProgressLine.duration(seconds) == expected)
  }
}
