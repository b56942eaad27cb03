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
  private let origin: (x: Int64, y: Int64)
  /// Change of the source position from one column to the next.
  private let column: (x: Int32, y: Int32)
  /// Change of the source position from one row to the next.
  private let row: (x: Int64, y: Int64)

  /// The inverse of: scale, shear, turn clockwise by `rotation` degrees, all about the centre,
  /// then shift.
  init(
    rotation: Float, scale: (x: Float, y: Float), shear: Float, translation: (x: Float, y: Float),
    width: Int, height: Int
  ) {
    precondition(scale.x >= 0.1 && scale.y >= 0.1, "scale \(scale.x) x \(scale.y) is below 0.1")
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
