/// What the pen does between touching the paper and leaving it: a smooth curve through points.
///
/// A point that is given twice in a row is a corner, where the curve changes direction at once;
/// two points alone are a straight line.
struct Stroke: Hashable, Sendable {
  let points: [Point]

  /// A stroke through points given as alternating x and y, in hundredths of the digit's height.
  init(_ hundredths: Double...) {
    precondition(hundredths.count.isMultiple(of: 2) && hundredths.count >= 4)
    points = stride(from: 0, to: hundredths.count, by: 2).map {
      Point(hundredths[$0], hundredths[$0 + 1]) / 100
    }
  }

  /// The curve as short straight pieces, `steps` for each pair of neighbouring points.
  func flattened(steps: Int = 8) -> [Point] {
    var line = [points[0]]
    for piece in smoothPieces {
      for index in 0..<piece.count - 1 {
        let before = piece[max(index - 1, 0)]
        let after = piece[min(index + 2, piece.count - 1)]
        for step in 1...steps {
          line.append(
            catmullRom(
              before, piece[index], piece[index + 1], after, at: Double(step) / Double(steps)))
        }
      }
    }
    return line
  }

  // MARK: - Implementation

  /// The points cut at the corners; neighbouring pieces share the corner.
  private var smoothPieces: [[Point]] {
    var pieces = [[points[0]]]
    for (previous, point) in zip(points, points.dropFirst()) {
      if point == previous {
        pieces.append([point])
      } else {
        pieces[pieces.count - 1].append(point)
      }
    }
    return pieces.filter { $0.count > 1 }
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
