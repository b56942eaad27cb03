import DigitRecognition

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Curves over two axes.
struct Chart {
  struct Curve {
    let name: String
    let color: Color
    /// In the axes' values.
    let points: [Point]
    /// Whether each point is a measurement of its own and not a sample of a known function.
    var isMeasured = false
  }

  /// A value of one axis that is marked by a line through the chart.
  enum Guide {
    case horizontal(Double, label: String)
    case vertical(Double, label: String)
  }

  let title: String
  let horizontal: Axis
  let vertical: Axis
  let curves: [Curve]
  var guides: [Guide] = []

  /// Draws the curves inside `area`, titles and ticks around it.
  func draw(in area: Rectangle, on picture: inout SVG) {
    drawTitles(around: area, on: &picture)
    drawTicks(around: area, on: &picture)
    picture.rectangle(area, stroke: .frame)
    for guide in guides { draw(guide, in: area, on: &picture) }
    picture.clipped(to: area) { picture in
      for curve in curves {
        let points = curve.points.map { Point(x(of: $0.x, in: area), y(of: $0.y, in: area)) }
        picture.polyline(points, color: curve.color)
        guard curve.isMeasured else { continue }
        for point in points { picture.dot(at: point, color: curve.color) }
      }
    }
  }

  // MARK: - Implementation

  private func x(of value: Double, in area: Rectangle) -> Double {
    area.origin.x + horizontal.position(of: value) * area.size.x
  }

  private func y(of value: Double, in area: Rectangle) -> Double {
    area.end.y - vertical.position(of: value) * area.size.y
  }

  private func drawTitles(around area: Rectangle, on picture: inout SVG) {
    let (left, top) = (area.origin.x, area.origin.y)
    let middle = area.origin + area.size / 2
    picture.text(title, at: Point(left, top - 34), size: 15, bold: true)
    picture.words(curves.map { ($0.name, $0.color) }, at: Point(left, top - 12))
    picture.text(horizontal.title, at: Point(middle.x, area.end.y + 40), anchor: .middle)
    picture.text(
      vertical.title, at: Point(left - 48, middle.y), anchor: .middle, turned: true)
  }

  private func drawTicks(around area: Rectangle, on picture: inout SVG) {
    for tick in horizontal.ticks {
      let x = x(of: tick.value, in: area)
      picture.line(from: Point(x, area.origin.y), to: Point(x, area.end.y), color: .grid)
      picture.text(tick.label, at: Point(x, area.end.y + 18), anchor: .middle)
    }
    for tick in vertical.ticks {
      let y = y(of: tick.value, in: area)
      picture.line(from: Point(area.origin.x, y), to: Point(area.end.x, y), color: .grid)
      picture.text(tick.label, at: Point(area.origin.x - 7, y + 4), anchor: .end)
    }
  }

  private func draw(_ guide: Guide, in area: Rectangle, on picture: inout SVG) {
    switch guide {
    case .horizontal(let value, let label):
      let y = y(of: value, in: area)
      picture.line(
        from: Point(area.origin.x, y), to: Point(area.end.x, y), color: .frame, dashed: true)
      picture.text(label, at: Point(area.end.x - 6, y - 6), anchor: .end)
    case .vertical(let value, let label):
      let x = x(of: value, in: area)
      picture.line(
        from: Point(x, area.origin.y), to: Point(x, area.end.y), color: .frame, dashed: true)
      picture.text(label, at: Point(x + 6, area.origin.y + 16))
    }
  }
}

// MARK: - Axis

/// One side of a chart: the values that it spans, and those that are labelled.
struct Axis {
  struct Tick: Equatable {
    let value: Double
    let label: String
  }

  let title: String
  let ticks: [Tick]
  private let span: ClosedRange<Double>
  private let isLogarithmic: Bool

  /// An axis with a tick at each multiple of `step`.
  static func linear(_ title: String, _ span: ClosedRange<Double>, step: Double) -> Axis {
    let first = Int((span.lowerBound / step).rounded(.up))
    let last = Int((span.upperBound / step).rounded(.down))
    let ticks = (first...last).map { index in
      let value = Double(index) * step
      return Tick(value: value, label: fixed(value, places: step < 1 ? 1 : 0))
    }
    return Axis(title: title, ticks: ticks, span: span, isLogarithmic: false)
  }

  /// An axis over powers of ten, with a tick at each power that `spacing` divides.
  static func logarithmic(
    _ title: String, exponents: ClosedRange<Int>, spacing: Int = 1
  ) -> Axis {
    let ticks = exponents.filter { $0.isMultiple(of: spacing) }.map { exponent in
      Tick(value: pow(10, Double(exponent)), label: exponent == 0 ? "1" : "1e\(exponent)")
    }
    return Axis(
      title: title, ticks: ticks,
      span: Double(exponents.lowerBound)...Double(exponents.upperBound), isLogarithmic: true)
  }

  /// The position of a value along the side: 0 at its start, 1 at its end.
  func position(of value: Double) -> Double {
    // An error may be 0, which has no logarithm; it lies far below every chart.
    let exponent = isLogarithmic ? log10(max(value, .leastNormalMagnitude)) : value
    return (exponent - span.lowerBound) / (span.upperBound - span.lowerBound)
  }
}
