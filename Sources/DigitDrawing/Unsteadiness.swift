/// A smooth random displacement of the paper: the bumps and dents of one written digit.
///
/// Random vectors at the nodes of a coarse lattice are interpolated smoothly, an idea of Simard,
/// Steinkraus and Platt 2003. Strokes that touch still touch afterwards, which jitter of each
/// stroke by itself would break.
struct Unsteadiness {
  /// The right and bottom edges of the lattice.
  static let extent = Point(Double(columns - 1) * spacing, 1)

  private static let columns = 3
  private static let rows = 4
  private static let spacing = 1.0 / Double(rows - 1)

  private let vectors: [Point]

  /// Displacements with standard deviation `amount` in both directions.
  init(_ amount: Double, using generator: inout some RandomNumberGenerator) {
    vectors = (0..<Self.columns * Self.rows).map { _ in
      let x = generator.bell()
      return amount * Point(x, generator.bell())
    }
  }

  /// `point` moved by the displacement there.
  func move(_ point: Point) -> Point { point + displacement(at: point) }

  /// The displacement at `point`; outside the lattice that of its nearest edge.
  func displacement(at point: Point) -> Point {
    let (column, right) = Self.cell(point.x, count: Self.columns)
    let (row, down) = Self.cell(point.y, count: Self.rows)
    let start = row * Self.columns + column
    let above = vectors[start] * (1 - right) + vectors[start + 1] * right
    let below =
      vectors[start + Self.columns] * (1 - right) + vectors[start + Self.columns + 1] * right
    return above * (1 - down) + below * down
  }

  /// The lattice cell that holds `coordinate` and the weight of its far side, eased at both ends.
  private static func cell(_ coordinate: Double, count: Int) -> (index: Int, weight: Double) {
    let scaled = max(0, min(coordinate / spacing, Double(count - 1)))
    let index = min(Int(scaled), count - 2)
    let t = scaled - Double(index)
    return (index, t * t * (3 - 2 * t))
  }
}
