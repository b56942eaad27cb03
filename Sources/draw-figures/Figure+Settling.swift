import DigitRecognition
import NeuralNet
import NeuralNetReference

extension Figure {
  /// How fast an equilibrium network's state settles, and what that looks like for one digit.
  static func settling(_ settling: Settling, digits: TestDigits) -> Figure {
    var picture = SVG(width: 900, height: 400)
    chart(settling).draw(
      in: Rectangle(origin: Point(75, 70), size: Point(340, 270)), on: &picture)
    drawStates(settling, of: digits, on: &picture)
    func list(_ residuals: [Double]) -> String {
      let arrival = settling.arrival(residuals).map { "after \($0)" } ?? "not yet"
      return "settled \(arrival): \(residuals.map(scientific).joined(separator: " "))"
    }
    return Figure(
      name: "settling.svg", bytes: picture.bytes,
      summary: "mean of \(digits.samples.count) digits; plain iteration "
        + "\(list(settling.plain)); accelerated \(list(settling.accelerated))")
  }

  private static func chart(_ settling: Settling) -> Chart {
    func curve(_ name: String, _ color: Color, _ residuals: [Double]) -> Chart.Curve {
      Chart.Curve(
        name: name, color: color,
        points: residuals.enumerated().map { Point(Double($0 + 1), $1) }, isMeasured: true)
    }
    return Chart(
      title: "how far the state still moves",
      horizontal: .linear("iterations", 0...Double(Settling.iterations), step: 2),
      vertical: .logarithmic("mean share of its length", exponents: -8...0),
      curves: [
        curve("plain iteration", .blue, settling.plain),
        curve("Anderson's acceleration", .red, settling.accelerated),
      ],
      guides: [.horizontal(settling.tolerance, label: "tolerance")])
  }

  // MARK: States

  private static func drawStates(
    _ settling: Settling, of digits: TestDigits, on picture: inout SVG
  ) {
    let left = 480.0
    let shown = [0, 1, 2, 4, 8, settling.states.count - 1]
    let states = shown.map { settling.states[$0] }
    let (start, end) = (states[0], states[states.count - 1])
    let channel = farthestChannel(from: start, to: end)
    let range = GrayGrid.range(of: states.flatMap { $0.plane(channel) })

    picture.text("one digit and its state", at: Point(left, 36), size: 15, bold: true)
    GrayGrid(digits.batch(0..<1), channel: 0)
      .draw(at: Point(left, 52), length: 84, on: &picture)
    drawRow(
      states.map { GrayGrid($0, channel: channel, range: range) },
      title: "channel \(channel), which moves farthest", at: Point(left, 178), on: &picture)
    drawRow(
      states.map { GrayGrid(distanceOf: $0, to: end, decades: 6) },
      title: "distance to the settled state over all channels: black 1, white 1e-6",
      at: Point(left, 280), on: &picture)
    for (column, index) in shown.enumerated() {
      let label = index == shown.last ? "settled" : "\(index)"
      picture.text(label, at: Point(left + 30 + 70 * Double(column), 358), anchor: .middle)
    }
    picture.text("iterations", at: Point(left + 205, 380), anchor: .middle)
  }

  private static func drawRow(
    _ grids: [GrayGrid], title: String, at origin: Point, on picture: inout SVG
  ) {
    picture.text(title, at: origin - Point(0, 8))
    for (column, grid) in grids.enumerated() {
      grid.draw(at: origin + Point(70 * Double(column), 0), length: 60, on: &picture)
    }
  }

  private static func farthestChannel(from start: Batch, to end: Batch) -> Int {
    let distances = (0..<start.shape.channels).map { channel in
      norm(zip(start.plane(channel), end.plane(channel)).map(-))
    }
    return distances.indices.max { distances[$0] < distances[$1] } ?? 0
  }
}
