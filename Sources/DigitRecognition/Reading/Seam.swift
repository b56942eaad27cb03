/// A cut through a blob from top to bottom: in each row, the first column on its right side.
struct Seam {
  /// The row of the first column.
  let top: Int
  /// A column for each row.
  let columns: [Int]
  /// The ink on the way, in full pixels.
  let ink: Double
  /// The columns beside the cut that belong to both sides where it crosses a stroke.
  let reach: Int

  /// The first column on the right side in row `y` of the page.
  subscript(y: Int) -> Int { columns[y - top] }

  /// The mean column.
  var center: Double { Double(columns.reduce(0, +)) / Double(columns.count) }

  /// The mean distance of two cuts through the same blob.
  func distance(to other: Seam) -> Double {
    zip(columns, other.columns).reduce(0.0) { $0 + Double(abs($1.0 - $1.1)) }
      / Double(columns.count)
  }
}

/// Finds cuts through a blob of several digits.
///
/// A cut is a shortest path from top to bottom, where a pixel costs its ink and a step aside a
/// little. So it follows the background between slanted digits and crosses strokes where they are
/// thin, as drop-fall does (Congedo et al. 1995), but sees the whole way. For each column of three
/// rows the best path through it is found; those at local minima of the cost are proposed.
struct SeamFinder {
  private let width: Int
  private let height: Int
  private let origin: (x: Int, y: Int)
  /// The ink of the blob, 1 for a full pixel.
  private var ink: [Float]

  /// A step aside costs as much as these fractions of a full pixel of ink: straight cuts part
  /// digits that overlap, winding ones follow the background between slanted digits.
  private static let stepsAside: [Float] = [0.4, 0.1]
  /// Where digits overlap, both own the ink: the columns that go to both sides of a cut, in units of
  /// the digits' height.
  private static let reach = 0.05

  /// A finder for the blob in `box`.
  init(_ blob: Blob, of page: PageBlobs) {
    let box = blob.box
    (width, height) = (box.width, box.height)
    origin = (box.x, box.y)
    ink = Array(repeating: 0, count: width * height)
    for run in page.runs[blob.runs] {
      for x in run.columns {
        ink[(run.y - box.y) * width + x - box.x] =
          Float(page.map.ink[run.y * page.map.width + x]) / 255
      }
    }
  }

  /// Cuts from left to right, the cheapest `limit` of them.
  ///
  /// - Parameters:
  ///   - digitHeight: the height of the line's digits, in pixels.
  ///   - limit: the most cuts.
  func seams(digitHeight: Double, limit: Int) -> [Seam] {
    let least = max(2, Int(0.08 * digitHeight))
    guard width > 2 * least + 1 else { return [] }
    let reach = Int((Self.reach * digitHeight).rounded())
    var found: [Seam] = []
    for aside in Self.stepsAside {
      let above = costs(fromTop: true, aside)
      let below = costs(fromTop: false, aside)
      for share in [0.5, 0.25, 0.75] {
        let row = min(height - 1, Int(share * Double(height)))
        let total = (0..<width).map {
          above[row * width + $0] + below[row * width + $0] - ink[row * width + $0]
        }
        for x in least..<width - least where isLocalMinimum(x, total, reach: least) {
          guard Double(total[x]) <= 0.75 * digitHeight else { continue }
          found.append(seam(throughRow: row, column: x, above, below, aside, reach: reach))
        }
      }
    }
    var chosen: [Seam] = []
    for seam in found.sorted(by: { $0.ink < $1.ink }) where chosen.count < limit {
      let isNew = chosen.allSatisfy { $0.distance(to: seam) > 0.05 * digitHeight }
      if isNew { chosen.append(seam) }
    }
    return chosen.sorted { $0.center < $1.center }
  }

  // MARK: - Implementation

  /// The cost of the best path from the top or the bottom row to each pixel, its own ink included.
  ///
  /// Plain loops over whole rows, which the compiler makes into vectors.
  private func costs(fromTop: Bool, _ aside: Float) -> [Float] {
    var costs = ink
    costs.withUnsafeMutableBufferPointer { costs in
      ink.withUnsafeBufferPointer { ink in
        for step in 1..<max(1, height) {
          let row = (fromTop ? step : height - 1 - step) * width
          let previous = fromTop ? row - width : row + width
          for x in 0..<width { costs[row + x] = costs[previous + x] + ink[row + x] }
          for x in 1..<width {
            let own = 1.41 * ink[row + x]
            costs[row + x] = min(costs[row + x], costs[previous + x - 1] + own + aside)
          }
          for x in 0..<width - 1 {
            let own = 1.41 * ink[row + x]
            costs[row + x] = min(costs[row + x], costs[previous + x + 1] + own + aside)
          }
        }
      }
    }
    return costs
  }

  /// Whether no column nearby costs less; of a level stretch, its middle.
  private func isLocalMinimum(_ x: Int, _ total: [Float], reach: Int) -> Bool {
    let near = max(0, x - reach)...min(width - 1, x + reach)
    guard near.allSatisfy({ total[$0] >= total[x] - 1e-4 }) else { return false }
    var start = x
    var end = x
    while start > 0, abs(total[start - 1] - total[x]) < 1e-4 { start -= 1 }
    while end + 1 < width, abs(total[end + 1] - total[x]) < 1e-4 { end += 1 }
    return x == (start + end) / 2
  }

  private func seam(
    throughRow row: Int, column: Int, _ above: [Float], _ below: [Float], _ aside: Float,
    reach: Int
  ) -> Seam {
    var columns = [Int](repeating: column, count: height)
    for (rows, costs) in [(Array((0...row).reversed()), above), (Array(row..<height), below)] {
      for (previous, next) in zip(rows, rows.dropFirst()) {
        columns[next] = step(costs, from: previous, column: columns[previous], to: next, aside)
      }
    }
    var total: Float = 0
    for (y, x) in columns.enumerated() { total += ink[y * width + x] }
    return Seam(
      top: origin.y, columns: columns.map { $0 + origin.x }, ink: Double(total), reach: reach)
  }

  /// The column in row `next` by which the best path reaches a pixel; `costs` were summed up from
  /// there.
  private func step(_ costs: [Float], from row: Int, column x: Int, to next: Int, _ aside: Float)
    -> Int
  {
    let own = ink[row * width + x]
    var best = (column: x, cost: costs[next * width + x] + own)
    for side in [x - 1, x + 1] where side >= 0 && side < width {
      let cost = costs[next * width + side] + 1.41 * own + aside
      if cost < best.cost { best = (side, cost) }
    }
    return best.column
  }
}
