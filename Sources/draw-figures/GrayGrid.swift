/// Numbers in rows and columns as squares, the darker the larger.
struct GrayGrid {
  let rows: Int
  let columns: Int
  /// Row after row.
  let values: [Double]
  /// The value that is white and the one that is black.
  let range: ClosedRange<Double>

  /// Grey levels above white: more would not be told apart, and each is one more path.
  private static let darkest = 12

  /// Draws the squares and a frame around them, the longer side of `length` pixels.
  func draw(at origin: Point, length: Double, on picture: inout SVG) {
    let cell = length / Double(max(rows, columns))
    for (shade, path) in paths().enumerated() where shade > 0 && !path.isEmpty {
      picture.shape(
        path, at: origin, scale: cell, gray: 255 * (Self.darkest - shade) / Self.darkest)
    }
    picture.rectangle(
      Rectangle(origin: origin, size: cell * Point(Double(columns), Double(rows))), stroke: .grid)
  }

  /// For each shade the outlines of its squares; neighbours in a row share one.
  func paths() -> [String] {
    var paths = [String](repeating: "", count: Self.darkest + 1)
    for row in 0..<rows {
      let shades = values[row * columns..<(row + 1) * columns].map(shade)
      var start = 0
      while start < columns {
        let end = shades[start...].firstIndex { $0 != shades[start] } ?? columns
        paths[shades[start]] += "M\(start) \(row)h\(end - start)v1h\(start - end)z"
        start = end
      }
    }
    return paths
  }

  private func shade(_ value: Double) -> Int {
    let length = max(range.upperBound - range.lowerBound, .leastNormalMagnitude)
    let share = min(max((value - range.lowerBound) / length, 0), 1)
    return Int((share * Double(Self.darkest)).rounded())
  }
}
