import RecognizerRandomNumbers

/// A smooth random displacement: random vectors at every eighth pixel, bilinear in between.
///
/// Replaces the Gaussian-filtered field of Simard, Steinkraus and Platt (2003): a coarse grid has
/// no short waves to filter out, and costs some fifty random numbers per picture.
struct ElasticGrid {
  private static let spacing = 8

  private let columns: Int
  /// Horizontal displacements row by row, then vertical ones, in 16.16 fixed point.
  private let nodes: UnsafePointer<Int32>
  private let nodeCount: Int

  /// Positions that ``displace(row:x:y:)`` writes in a row of `width` pixels.
  static func coveredCount(_ width: Int) -> Int { (width + spacing - 1) / spacing * spacing }

  /// A grid for the duration of `body`, each component uniform in `-displacement...displacement`
  /// pixels.
  static func with(
    width: Int, height: Int, _ displacement: Float, using generator: inout SplitMix64,
    _ body: (ElasticGrid) -> Void
  ) {
    precondition(displacement <= 16, "a displacement of \(displacement) pixels is above 16")
    let columns = coveredCount(width) / spacing + 1
    let count = columns * (coveredCount(height) / spacing + 1)
    let amplitude = Int64(displacement * Float(AffineMap.one))
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * count) { nodes in
      guard let first = nodes.baseAddress else { return }
      for index in 0..<count {
        // One number serves both components: 32 signed bits each.
        let bits = generator.next()
        let x = Int64(Int32(truncatingIfNeeded: bits))
        let y = Int64(Int32(truncatingIfNeeded: bits >> 32))
        (first + index).initialize(to: Int32(truncatingIfNeeded: (x * amplitude) >> 31))
        (first + count + index).initialize(to: Int32(truncatingIfNeeded: (y * amplitude) >> 31))
      }
      body(ElasticGrid(columns: columns, nodes: first, nodeCount: count))
    }
  }

  /// Moves the source positions of row `y`, up to the next multiple of the spacing.
  func displace(
    row y: Int, x positionsX: UnsafeMutablePointer<Int32>, y positionsY: UnsafeMutablePointer<Int32>
  ) {
    add(nodes, row: y, to: positionsX)
    add(nodes + nodeCount, row: y, to: positionsY)
  }

  private func add(
    _ component: UnsafePointer<Int32>, row y: Int, to positions: UnsafeMutablePointer<Int32>
  ) {
    let upper = component + y / Self.spacing * columns
    let lower = upper + columns
    let weight = Int32(truncatingIfNeeded: y % Self.spacing)
    let rest = Int32(truncatingIfNeeded: Self.spacing) &- weight
    var left = upper[0] &* rest &+ lower[0] &* weight
    for cell in 0..<columns - 1 {
      let right = upper[cell + 1] &* rest &+ lower[cell + 1] &* weight
      let target = positions + cell * Self.spacing
      for index in 0..<Self.spacing {
        let step = Int32(truncatingIfNeeded: index)
        // Both weights are in eighths.
        target[index] &+= (left &* 8 &+ (right &- left) &* step) >> 6
      }
      left = right
    }
  }
}
