/// Curves over two axes.
package struct Chart {
  /// A line through points.
  package struct Curve {
    let name: String
    let color: Color
    let points: [Point]
    let isMeasured: Bool

    /// A curve through `points`, in the axes' values.
    ///
    /// - Parameter isMeasured: whether each point is a measurement of its own and not a sample of a
    ///   known function.
    package init(name: String, color: Color, points: [Point], isMeasured: Bool = false) {
      self.name = name
      self.color = color
      self.points = points
      self.isMeasured = isMeasured
    }
  }

  /// A value of one axis that is marked by a line through the chart.
  package enum Guide {
    /// A value of the vertical axis.
    case horizontal(Double, label: String)
    /// A value of the horizontal axis.
    case vertical(Double, label: String)
  }

  let title: String
  let horizontal: Axis
  let vertical: Axis
  let curves: [Curve]
  let guides: [Guide]

  /// A chart of `curves`.
  package init(
    title: String, horizontal: Axis, vertical: Axis, curves: [Curve], guides: [Guide] = []
  ) {
    self.title = title
    self.horizontal = horizontal
    self.vertical = vertical
    self.curves = curves
    self.guides = guides
  }

  /// Draws the curves inside `area`, titles and ticks around it.
  package func draw(in area: Rectangle, on picture: inout SVG) {
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
