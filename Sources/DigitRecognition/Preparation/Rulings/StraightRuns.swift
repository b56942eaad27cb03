/// A straight piece of a line: runs of ink in successive rows whose middles lie on a straight line.
///
/// Everything is seen as near to vertical; horizontal lines are found in the transposed picture.
struct StraightRun {
  /// The first and last row.
  private(set) var first: Int
  private(set) var last: Int
  /// The number of rows with a run of the line's own thickness; others cross ink or lack it.
  private(set) var count = 0
  /// Sums over those rows of the row y, the middle x, and their products: what a fit by least
  /// squares needs.
  private var y = 0.0
  private var x = 0.0
  private var yy = 0.0
  private var xy = 0.0
  private var xx = 0.0
  private var thicknesses = 0.0
  /// The middle of the last run.
  private(set) var end = 0.0

  init(row: Int, columns: Range<Int>) {
    first = row
    last = row
    append(row: row, columns: columns)
  }

  mutating func append(row: Int, columns: Range<Int>) {
    let middle = Double(columns.lowerBound + columns.upperBound - 1) / 2
    let row64 = Double(row)
    last = row
    end = middle
    count += 1
    y += row64
    x += middle
    yy += row64 * row64
    xy += row64 * middle
    xx += middle * middle
    thicknesses += Double(columns.count)
  }

  mutating func append(_ other: StraightRun) {
    first = min(first, other.first)
    last = max(last, other.last)
    count += other.count
    y += other.y
    x += other.x
    yy += other.yy
    xy += other.xy
    xx += other.xx
    thicknesses += other.thicknesses
  }

  /// Moves the ends; the fit stays.
  mutating func extend(first: Int, last: Int) {
    self.first = first
    self.last = last
  }

  /// Rows from the first to the last.
  var extent: Int { last - first + 1 }
  /// The mean number of pixels across.
  var thickness: Double { thicknesses / Double(count) }
  /// Columns to the right per row downwards.
  var slope: Double {
    let n = Double(count)
    let spread = n * yy - y * y
    return spread > 0 ? (n * xy - y * x) / spread : 0
  }

  /// The middle of the line in a row.
  func middle(row: Double) -> Double {
    let n = Double(count)
    return x / n + slope * (row - y / n)
  }

  /// The root of the mean squared distance of the middles from the line.
  var residual: Double {
    let n = Double(count)
    let (varY, varX, covariance) = (
      yy / n - y / n * (y / n), xx / n - x / n * (x / n), xy / n - y / n * (x / n)
    )
    return max(0, varX - (varY > 0 ? covariance * covariance / varY : 0)).squareRoot()
  }
}

extension StraightRun {
  /// The straight pieces in a picture, near to vertical and no thicker than `thickest`.
  ///
  /// Runs of ink in successive rows are linked as long as their middles follow a straight line,
  /// across up to two rows without one. The work is proportional to the number of runs.
  static func pieces(of mask: InkPlane, thickest: Int) -> [StraightRun] {
    var pieces: [StraightRun] = []
    var active: [StraightRun] = []
    var next: [StraightRun] = []
    var runs: [Range<Int>] = []
    let leastCount = 5
    func finish(_ piece: StraightRun) {
      guard piece.count >= max(leastCount, Int(piece.thickness)) else { return }
      guard abs(piece.slope) <= steepest + 2 / Double(piece.extent) else { return }
      pieces.append(piece)
    }
    for row in 0..<mask.height {
      mask.appendRuns(row: row, noLongerThan: thickest, to: &runs)
      next.removeAll(keepingCapacity: true)
      var candidate = 0
      for columns in runs {
        let middle = Double(columns.lowerBound + columns.upperBound - 1) / 2
        while candidate < active.count, active[candidate].end < middle - reach {
          keep(active[candidate])
          candidate += 1
        }
        if candidate < active.count, active[candidate].continues(to: columns, row: row) {
          active[candidate].append(row: row, columns: columns)
          next.append(active[candidate])
          candidate += 1
        } else {
          next.append(StraightRun(row: row, columns: columns))
        }
      }
      while candidate < active.count {
        keep(active[candidate])
        candidate += 1
      }
      runs.removeAll(keepingCapacity: true)
      if !isSorted(next) { next.sort { $0.end < $1.end } }
      swap(&active, &next)
      func keep(_ piece: StraightRun) {
        if row - piece.last <= 2 { next.append(piece) } else { finish(piece) }
      }
    }
    active.forEach(finish)
    return pieces
  }

  /// The tangent of the largest angle from the picture's axes, 7 degrees.
  static let steepest = 0.123

  private static let reach = 2.0

  /// Whether a run of ink goes on with the line.
  private func continues(to columns: Range<Int>, row: Int) -> Bool {
    let middle = Double(columns.lowerBound + columns.upperBound - 1) / 2
    guard abs(middle - end) <= 1.5 else { return false }
    // A stroke that runs along the line makes a run too thick to be a piece of it.
    let across = Double(columns.count)
    if count >= 5, across > 1.5 * thickness + 1.5 || across < 0.5 * thickness - 1 { return false }
    return count < 10 || abs(middle - self.middle(row: Double(row))) <= 1.5 + 0.15 * thickness
  }

  private static func isSorted(_ pieces: [StraightRun]) -> Bool {
    zip(pieces, pieces.dropFirst()).allSatisfy { $0.end <= $1.end }
  }

  /// The pieces joined where they lie on one straight line, longest first.
  ///
  /// - Parameters:
  ///   - seed: the least extent of a line's longest piece.
  ///   - plane: the ink that the pieces are of.
  static func joined(
    _ pieces: [StraightRun], seed least: Int, in plane: InkPlane
  ) -> [StraightRun] {
    var pieces = pieces.filter { $0.residual <= 0.7 + 0.1 * $0.thickness }
    pieces.sort { $0.extent > $1.extent }
    var isTaken = [Bool](repeating: false, count: pieces.count)
    var lines: [StraightRun] = []
    for seed in pieces.indices where !isTaken[seed] && pieces[seed].extent >= least {
      isTaken[seed] = true
      var line = pieces[seed]
      // Nearest first, so that the fit is never asked far beyond the rows that it knows.
      while let nearest = line.nearestContinuation(among: pieces, isTaken, in: plane) {
        isTaken[nearest] = true
        line.append(pieces[nearest])
      }
      lines.append(line)
    }
    return lines
  }

  private func nearestContinuation(
    among pieces: [StraightRun], _ isTaken: [Bool], in plane: InkPlane
  ) -> Int? {
    var best: Int?
    var bestGap = Int.max
    let (thickness, slope) = (thickness, slope)
    for (index, piece) in pieces.enumerated() where !isTaken[index] {
      let gap = max(piece.first - last, first - piece.last)
      guard gap < bestGap, gap > -3, gap <= 2 * extent else { continue }
      let own = piece.thickness
      guard abs(own - thickness) <= 1 + 0.35 * min(own, thickness) else { continue }
      let row = Double(piece.first + piece.last) / 2
      let distance = Double(max(gap, 0)) + Double(piece.extent) / 2
      let tolerance = 1 + 0.3 * thickness + min(4, 0.5 * distance / Double(extent))
      guard abs(piece.middle(row: row) - middle(row: row)) <= tolerance else { continue }
      guard piece.extent < 12 || abs(piece.slope - slope) <= 0.03 + 2 / Double(piece.extent)
      else { continue }
      // Boxes below one another are not one line.
      guard 4 * emptyRows(to: piece, in: plane) <= extent + piece.extent else { continue }
      (best, bestGap) = (index, gap)
    }
    return best
  }

  /// The rows without ink between this line and one that goes on with it.
  private func emptyRows(to piece: StraightRun, in plane: InkPlane) -> Int {
    let (end, start) = piece.first > last ? (last, piece.first) : (piece.last, first)
    return (end + 1..<max(start, end + 1)).count { row in
      plane.run(row: row, near: middle(row: Double(row)), reach: 1) == nil
    }
  }
}
