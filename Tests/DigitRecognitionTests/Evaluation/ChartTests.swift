import DigitRecognition
import Testing

@Suite struct ChartTests {
  @Test func cornersOfTheAxesAreCornersOfTheArea() {
    let chart = Chart(
      title: "", horizontal: .linear("", 0...2, step: 1),
      vertical: .logarithmic("", exponents: -2...0),
      curves: [Chart.Curve(name: "", color: .blue, points: [Point(0, 0.01), Point(2, 1)])])
    var picture = SVG(width: 200, height: 200)
    chart.draw(
      in: Rectangle(origin: Point(50, 60), size: Point(100, 80)), on: &picture)
    // The least of both axes is at the lower left, where y is large.
    #expect(picture.source.contains("points=\"50,140 150,60\""))
  }
}
