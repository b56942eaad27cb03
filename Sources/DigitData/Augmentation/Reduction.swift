/// A picture with fewer pixels: what a coarse scanner sees.
///
/// Each pixel of the result is the mean of those that it covers, weighted by how much of each. The
/// picture is not enlarged again here: resampling reads the reduced one, so that pixels are
/// interpolated once.
enum Reduction {
  /// Reduces `plane` to `factor` times its resolution, with `spare` as memory of the result.
  static func reduce(_ plane: PaddedPlane, by factor: Float, into spare: PaddedPlane) -> PaddedPlane
  {
    precondition((0.1...1).contains(factor), "a resolution of \(factor) is outside 0.1...1")
    let width = Int((Float(plane.width) * factor).rounded(.up))
    let height = Int((Float(plane.height) * factor).rounded(.up))
    let reduced = spare.emptied(width: width, height: height)
    for y in 0..<height {
      let rows = Span(covering: y, of: plane.height, factor)
      let target = reduced.row(y)
      for x in 0..<width {
        let columns = Span(covering: x, of: plane.width, factor)
        var sum: Float = 0
        for row in rows.pixels {
          let source = plane.row(row)
          var rowSum: Float = 0
          for column in columns.pixels { rowSum += columns.weight(column) * Float(source[column]) }
          sum += rows.weight(row) * rowSum
        }
        target[x] = UInt8((sum / (rows.length * columns.length)).rounded())
      }
    }
    return reduced
  }

  /// The pixels along one axis that a reduced pixel covers.
  private struct Span {
    let start: Float
    let end: Float

    init(covering pixel: Int, of count: Int, _ factor: Float) {
      start = Float(pixel) / factor
      end = min(Float(pixel + 1) / factor, Float(count))
    }

    /// What the pixel covers of the picture, in pixels.
    var length: Float { end - start }

    var pixels: Range<Int> { Int(start)..<Int(end.rounded(.up)) }

    /// How much of `pixel` is covered.
    func weight(_ pixel: Int) -> Float {
      min(Float(pixel + 1), end) - max(Float(pixel), start)
    }
  }
}
