import RecognizerRandomNumbers

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The source position of each pixel of a changed picture, in 16.16 fixed-point numbers: a row's
/// source positions are then two integer additions per pixel, and whole positions are exact.
struct AffineMap {
  /// Bits after the binary point.
  static let fractionBits: Int32 = 16
  /// One pixel.
  static let one: Int32 = 1 << fractionBits

  /// Source column and row of the first pixel.
  private var origin: (x: Int64, y: Int64)
  /// Change of the source position from one column to the next.
  private var column: (x: Int32, y: Int32)
  /// Change of the source position from one row to the next.
  private var row: (x: Int64, y: Int64)

  /// Pixels per row of the changed picture, and rows.
  let width: Int
  let height: Int

  /// The inverse of: scale, shear, turn clockwise by `rotation` degrees, all about the centre,
  /// then shift.
  init(
    rotation: Float, scale: (x: Float, y: Float), shear: Float, translation: (x: Float, y: Float),
    width: Int, height: Int
  ) {
    precondition(scale.x >= 0.1 && scale.y >= 0.1, "scale \(scale.x) x \(scale.y) is below 0.1")
    (self.width, self.height) = (width, height)
    let angle = Double(rotation) * .pi / 180
    let (cosine, sine) = (cos(angle), sin(angle))
    let (scaleX, scaleY) = (Double(scale.x), Double(scale.y))
    // source = scale⁻¹ shear⁻¹ turn⁻¹ (target - centre - shift) + centre
    let columnX = (cosine + Double(shear) * sine) / scaleX
    let rowX = (sine - Double(shear) * cosine) / scaleX
    let columnY = -sine / scaleY
    let rowY = cosine / scaleY
    let centerX = Double(width - 1) / 2
    let centerY = Double(height - 1) / 2
    let x = -centerX - Double(translation.x)
    let y = -centerY - Double(translation.y)
    origin = (
      Int64(Self.fixed(columnX * x + rowX * y + centerX)),
      Int64(Self.fixed(columnY * x + rowY * y + centerY))
    )
    column = (Self.fixed(columnX), Self.fixed(columnY))
    row = (Int64(Self.fixed(rowX)), Int64(Self.fixed(rowY)))
  }

  /// The same change of a picture that was reduced to `factor` times its resolution.
  func readingReduced(by factor: Float) -> AffineMap {
    let factor = Double(factor)
    // A reduced pixel's middle lies in the middle of the pixels that it stands for.
    let offset = (factor - 1) / 2 * Double(Self.one)
    var map = self
    map.origin = (
      Int64((Double(origin.x) * factor + offset).rounded()),
      Int64((Double(origin.y) * factor + offset).rounded())
    )
    map.column = (
      Int32((Double(column.x) * factor).rounded()), Int32((Double(column.y) * factor).rounded())
    )
    map.row = (
      Int64((Double(row.x) * factor).rounded()), Int64((Double(row.y) * factor).rounded())
    )
    return map
  }

  private static func fixed(_ value: Double) -> Int32 {
    Int32((value * Double(one)).clamped(to: -0x1p30...0x1p30).rounded())
  }

  /// Writes the source positions of row `y`.
  func fill(
    row y: Int, count: Int, x positionsX: UnsafeMutablePointer<Int32>,
    y positionsY: UnsafeMutablePointer<Int32>
  ) {
    let startX = Int32(clamping: origin.x + Int64(y) * row.x)
    let startY = Int32(clamping: origin.y + Int64(y) * row.y)
    for index in 0..<count {
      let step = Int32(truncatingIfNeeded: index)
      positionsX[index] = startX &+ step &* column.x
      positionsY[index] = startY &+ step &* column.y
    }
  }
}

extension Double {
  fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
    Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }
}

// MARK: - Shear

extension GrayImage {
  /// The picture with each row moved sideways in proportion to its distance from one row.
  ///
  /// - Parameters:
  ///   - slope: columns to the right for each row *above* `row`: the tangent of the slant.
  ///   - row: the row that stays, 0 the middle of the topmost.
  ///   - shift: columns to the right that all rows move.
  package func sheared(slope: Float, about row: Float, shift: Float = 0) -> GrayImage {
    let map = AffineMap(
      rotation: 0, scale: (1, 1), shear: -slope,
      translation: (slope * (row - Float(height - 1) / 2) + shift, 0), width: width, height: height)
    var pixels = self.pixels
    PaddedPlane.withTwo(width: width, height: height) { plane, _ in
      pixels.withUnsafeMutableBufferPointer {
        guard let picture = $0.baseAddress else { return }
        plane.load(picture)
        plane.resample(map, bentBy: nil, into: picture)
      }
    }
    return GrayImage(width: width, height: height, pixels: pixels)
  }
}

// MARK: - Elastic displacement

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
