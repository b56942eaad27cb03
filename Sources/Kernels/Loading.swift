package import RecognizerKernelInterface

extension KernelVariant {
  /// `output[i] = factor * pixels[i] + offset`.
  ///
  /// - pixels, output: `[count]` bytes and floats
  package static func scalePixels(
    count: Int, factor: Float, offset: Float, _ pixels: UnsafePointer<UInt8>,
    into output: UnsafeMutablePointer<Float>
  ) {
    for i in 0..<count { output[i] = Float(pixels[i]) * factor + offset }
  }

  /// Samples become a block: `output[f][sample] = rows[sample][f]`.
  ///
  /// - rows: `[16][count]` floats, rows `rowStride` apart
  /// - output: `[count]` vectors
  package static func transpose(
    count: Int, _ rows: UnsafePointer<Float>, rowStride: Int,
    into output: UnsafeMutablePointer<Vector>
  ) {
    var column = 0
    while column + 16 <= count {
      var tile = noRows
      for row in 0..<16 { tile[row] = Vector(unaligned: rows + row &* rowStride + column) }
      transpose(&tile)
      for row in 0..<16 { output[column &+ row] = tile[row] }
      column += 16
    }
    while column < count {
      for row in 0..<16 { output[column][row] = rows[row &* rowStride &+ column] }
      column += 1
    }
  }

  /// A block becomes samples: `rows[sample][f] = input[f][sample]`.
  ///
  /// - input: `[count]` vectors
  /// - rows: `[16][count]` floats, rows `rowStride` apart; each is filled up to whole vectors with
  ///   zeros
  package static func transposeBack(
    count: Int, _ input: UnsafePointer<Vector>, into rows: UnsafeMutablePointer<Float>,
    rowStride: Int
  ) {
    var column = 0
    while column < count {
      transposeBack(
        rows: min(16, count - column), input + column, into: rows + column, rowStride: rowStride)
      column += 16
    }
  }

  /// Sixteen vectors, those after the first `count` zero, into sixteen rows.
  @inline(always)
  static func transposeBack(
    rows count: Int, _ input: UnsafePointer<Vector>, into rows: UnsafeMutablePointer<Float>,
    rowStride: Int
  ) {
    var tile = noRows
    if count == 16 {
      for row in 0..<16 { tile[row] = input[row] }
    } else {
      for row in 0..<count { tile[row] = input[row] }
    }
    transpose(&tile)
    for row in 0..<16 { tile[row].store(unaligned: rows + row &* rowStride) }
  }

  // MARK: - Tiles

  /// Spelled out: `repeating` would be a function of the library, which the variants must not share
  /// (the linker keeps one of them, for whichever instruction set).
  @inline(always)
  private static var noRows: InlineArray<16, Vector> {
    [
      .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero, .zero,
      .zero, .zero, .zero,
    ]
  }

  /// Four rounds of interleaving row `i` with row `i + 8`: each moves one bit of an element's
  /// row number into its column number.
  @inline(always)
  private static func transpose(_ tile: inout InlineArray<16, Vector>) {
    for _ in 0..<4 {
      var next = noRows
      for row in 0..<8 {
        let (a, b) = (tile[row].halves, tile[row &+ 8].halves)
        next[2 &* row].evenHalf = a.low
        next[2 &* row].oddHalf = b.low
        next[2 &* row &+ 1].evenHalf = a.high
        next[2 &* row &+ 1].oddHalf = b.high
      }
      tile = next
    }
  }
}
