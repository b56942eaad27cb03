/// A straight printed or ruled line in a picture: of ruled paper, a table, a form's box.
package struct RulingLine: Hashable, Sendable {
  /// The direction that a line follows, to within a few degrees.
  package enum Direction: Hashable, Sendable {
    /// From left to right.
    case horizontal
    /// From top to bottom.
    case vertical
  }

  /// The direction that the line follows, to within a few degrees.
  package let direction: Direction
  /// The first and the last pixel along the direction: columns of a horizontal line.
  package let range: ClosedRange<Int>
  /// The middle of the line across the direction at the range's lower and upper bound, in pixels:
  /// rows of a horizontal line.
  package let middles: (lower: Double, upper: Double)
  /// Pixels across.
  package let thickness: Double

  init(_ run: StraightRun, direction: Direction) {
    self.direction = direction
    range = run.first...run.last
    middles = (run.middle(row: Double(run.first)), run.middle(row: Double(run.last)))
    thickness = run.thickness
  }

  private init(_ line: RulingLine, range: ClosedRange<Int>) {
    direction = line.direction
    self.range = range
    middles = (
      line.middle(at: Double(range.lowerBound)), line.middle(at: Double(range.upperBound))
    )
    thickness = line.thickness
  }

  /// The same line with another end.
  func extended(to end: Int) -> RulingLine { RulingLine(self, range: range.lowerBound...end) }

  /// The number of pixels along the direction.
  package var extent: Int { range.count }

  /// Pixels across per pixel along.
  package var slope: Double {
    range.count > 1 ? (middles.upper - middles.lower) / Double(range.count - 1) : 0
  }

  /// The middle across the direction at a place along it, beyond the ends too.
  package func middle(at place: Double) -> Double {
    middles.lower + slope * (place - Double(range.lowerBound))
  }

  package static func == (one: RulingLine, other: RulingLine) -> Bool {
    one.direction == other.direction && one.range == other.range && one.middles == other.middles
      && one.thickness == other.thickness
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(direction)
    hasher.combine(range)
    hasher.combine(middles.lower)
    hasher.combine(middles.upper)
    hasher.combine(thickness)
  }
}
