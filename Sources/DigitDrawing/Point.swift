/// A place on the paper: x to the right, y down.
///
/// A digit's own coordinates run from 0 at its top to 1 at its bottom; x has the same unit.
public typealias Point = SIMD2<Double>

/// The smallest upright rectangle around some points.
struct Bounds {
  var low: Point
  var high: Point

  var size: Point { high - low }

  /// The rectangle around the points of `lines`, which must hold at least one.
  init(_ lines: [[Point]]) {
    let points = lines.joined()
    guard let first = points.first else { preconditionFailure("no points") }
    low = first
    high = first
    for point in points {
      low = pointwiseMin(low, point)
      high = pointwiseMax(high, point)
    }
  }
}
