import DigitData

/// One stroke as ink: a line of straight segments with a pen radius at each point.
struct InkLine: Hashable, Sendable {
  var points: [Point]
  var radii: [Double]

  /// The line scaled by `scale` and then moved by `offset`.
  func placed(scale: Double, offset: Point) -> InkLine {
    InkLine(points: points.map { $0 * scale + offset }, radii: radii.map { $0 * scale })
  }

  /// Draws the line in white into `image`, anti-aliased; what is brighter there stays.
  ///
  /// A pixel's coverage is how far the pen's edge reaches past its centre, which for straight
  /// edges wider than a pixel is within a few hundredths of the true area.
  func draw(into image: inout GrayImage) {
    let (width, height) = (image.width, image.height)
    image.pixels.withUnsafeMutableBufferPointer { pixels in
      for index in 0..<points.count - 1 {
        let segment = Capsule(
          start: points[index], end: points[index + 1],
          startRadius: radii[index], endRadius: radii[index + 1])
        let (columns, rows) = segment.reach(width: width, height: height)
        for y in rows {
          for x in columns {
            let coverage = segment.coverage(x, y)
            guard coverage > 0 else { continue }
            let gray = UInt8(coverage * 255 + 0.5)
            pixels[y * width + x] = max(pixels[y * width + x], gray)
          }
        }
      }
    }
  }
}

/// A straight segment of a line with round ends.
private struct Capsule {
  private let start: Point
  private let direction: Point
  private let inverseSquaredLength: Double
  private let startRadius: Double
  private let radiusGrowth: Double
  private let low: Point
  private let high: Point

  init(start: Point, end: Point, startRadius: Double, endRadius: Double) {
    self.start = start
    direction = end - start
    let squaredLength = (direction * direction).sum()
    inverseSquaredLength = squaredLength > 0 ? 1 / squaredLength : 0
    self.startRadius = startRadius
    radiusGrowth = endRadius - startRadius
    // Pixel centres lie half a pixel inside, and coverage fades half a pixel outside the edge.
    let margin = Point(repeating: max(startRadius, endRadius) + 1)
    low = pointwiseMin(start, end) - margin
    high = pointwiseMax(start, end) + margin
  }

  /// The columns and rows of a picture that the segment can touch.
  func reach(width: Int, height: Int) -> (columns: Range<Int>, rows: Range<Int>) {
    (
      Self.range(low.x, high.x, count: width), Self.range(low.y, high.y, count: height)
    )
  }

  private static func range(_ low: Double, _ high: Double, count: Int) -> Range<Int> {
    let start = max(0, min(Int(low), count))
    return start..<max(start, min(Int(high) + 1, count))
  }

  /// The covered fraction of the pixel in column `x` of row `y`.
  func coverage(_ x: Int, _ y: Int) -> Double {
    let (dx, dy) = (Double(x) + 0.5 - start.x, Double(y) + 0.5 - start.y)
    let along = (dx * direction.x + dy * direction.y) * inverseSquaredLength
    let t = along < 0 ? 0 : along > 1 ? 1 : along
    let (ex, ey) = (dx - t * direction.x, dy - t * direction.y)
    let squaredDistance = ex * ex + ey * ey
    let radius = startRadius + t * radiusGrowth
    if squaredDistance >= (radius + 0.5) * (radius + 0.5) { return 0 }
    let reached = radius + 0.5 - squaredDistance.squareRoot()
    // A line thinner than a pixel never covers more of it than its own width.
    return min(reached, min(1, 2 * radius))
  }
}
