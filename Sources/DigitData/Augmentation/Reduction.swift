/// Reduces the resolution of a picture, as a coarse scanner does.
///
/// Each pixel of the result is the mean of the source pixels that it covers, weighted by the covered
/// fraction of each. The result is not enlarged again here: resampling reads it directly, so that
/// pixels are interpolated only once.
enum Reduction {
  /// Reduces `plane` to `factor` times its resolution, with `spare` as memory of the result.
  static func reduce(_ plane: PaddedPlane, by factor: Float, into spare: PaddedPlane) -> PaddedPlane
  {
    precondition((0.1...1).contains(factor), "a resolution of \(factor) is outside 0.1...1")
    let width = reducedCount(of: plane.width, factor)
    let height = reducedCount(of: plane.height, factor)
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

  /// The number of reduced pixels that cover `count` source pixels along one axis.
  private static func reducedCount(of count: Int, _ factor: Float) -> Int {
    let reduced = Int((Float(count) * factor).rounded(.up))
    // A product that was rounded up past an integer would add a pixel that covers nothing.
    return Float(reduced - 1) / factor < Float(count) ? reduced : reduced - 1
  }

  /// The source pixels that one reduced pixel covers along one axis.
  private struct Span {
    let start: Float
    let end: Float

    init(covering pixel: Int, of count: Int, _ factor: Float) {
      start = Float(pixel) / factor
      end = min(Float(pixel + 1) / factor, Float(count))
    }

    /// The length of the span in source pixels.
    var length: Float { end - start }

    var pixels: Range<Int> { Int(start)..<Int(end.rounded(.up)) }

    /// The fraction of the source pixel that the span covers, 0 to 1.
    func weight(_ pixel: Int) -> Float {
      min(Float(pixel + 1), end) - max(Float(pixel), start)
    }
  }
}
