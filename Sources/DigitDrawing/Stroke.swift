/// A place on the paper: x to the right, y down.
///
/// A digit's own coordinates run from 0 at its top to 1 at its bottom; x has the same unit.
package typealias Point = SIMD2<Double>

/// The pen's path between touching the paper and leaving it: a smooth curve through points.
///
/// A point that is given twice in a row is a corner, where the curve changes direction at once;
/// two points alone are a straight line.
struct Stroke: Hashable, Sendable {
  let points: [Point]

  /// A stroke through points given as alternating x and y, in hundredths of the digit's height.
  init(_ hundredths: Double...) {
    precondition(hundredths.count.isMultiple(of: 2) && hundredths.count >= 4)
    let starts = stride(from: 0, to: hundredths.count, by: 2)
    self.init(points: starts.map { Point(hundredths[$0], hundredths[$0 + 1]) / 100 })
  }

  /// A stroke through points.
  init(points: [Point]) { self.points = points }

  /// The stroke through each point's `move`; equal points stay equal, so corners stay corners.
  func moved(by move: (Point) -> Point) -> Stroke { Stroke(points: points.map(move)) }

  /// The curve as short straight segments, `steps` for each pair of neighbouring points.
  func flattened(steps: Int = 8) -> [Point] {
    var line = [points[0]]
    for curve in smoothCurves {
      for index in 0..<curve.count - 1 {
        let before = curve[max(index - 1, 0)]
        let after = curve[min(index + 2, curve.count - 1)]
        for step in 1...steps {
          line.append(
            catmullRom(
              before, curve[index], curve[index + 1], after, at: Double(step) / Double(steps)))
        }
      }
    }
    return line
  }

  // MARK: - Implementation

  /// The points cut at the corners; neighbouring curves share the corner.
  private var smoothCurves: [[Point]] {
    var curves = [[points[0]]]
    for (previous, point) in zip(points, points.dropFirst()) {
      if point == previous {
        curves.append([point])
      } else {
        curves[curves.count - 1].append(point)
      }
    }
    return curves.filter { $0.count > 1 }
  }
}

/// The point at `t` from 0 to 1 on the curve from `b` to `c` (Catmull and Rom 1974).
private func catmullRom(_ a: Point, _ b: Point, _ c: Point, _ d: Point, at t: Double) -> Point {
  // Split into small expressions, which the type checker resolves much faster than one.
  let linear = (c - a) * t
  let quadratic = (2 * a - 5 * b + 4 * c - d) * (t * t)
  let cubic = (3 * b - a - 3 * c + d) * (t * t * t)
  return b + 0.5 * (linear + quadratic + cubic)
}

// MARK: - Box

/// An upright rectangle.
package struct Box: Hashable, Sendable {
  /// The top left corner.
  package var low: Point
  /// The bottom right corner.
  package var high: Point

  var size: Point { high - low }
}

extension Box {
  /// The smallest box around the points of `lines`.
  ///
  /// - Precondition: there is a point.
  init(around lines: [[Point]]) {
    let points = lines.joined()
    guard let first = points.first else { preconditionFailure("no points") }
    self.init(low: first, high: first)
    for point in points {
      low = pointwiseMin(low, point)
      high = pointwiseMax(high, point)
    }
  }
}
