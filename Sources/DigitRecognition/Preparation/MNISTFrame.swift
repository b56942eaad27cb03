/// Puts a tight cut of ink into 28 x 28 pixels by the procedure that made MNIST.
///
/// The steps are those of the published reconstruction of the data set (Yadav and Bottou, "Cold
/// Case: The Lost MNIST Digits", 2019): a square window around the tight box, doubled until it has
/// at least 20 pixels a side, averaged by area down to 20 x 20, stretched to full scale, and placed
/// by its centre of mass.
enum MNISTFrame {
  /// The side of the box into which the ink is scaled.
  static let boxSide = 20
  /// The smallest window: a dot is not blown up to a whole digit.
  static let leastWindow = 10

  /// The side of the square window around a cut of this size.
  static func window(width: Int, height: Int) -> Int { max(width, height, leastWindow) }

  /// 784 amounts of ink from a tight cut of `width` x `height`, row-major.
  static func frame(_ ink: [UInt8], width: Int, height: Int) -> [UInt8] {
    place(stretch(resample(ink, width: width, height: height)))
  }

  // MARK: - Implementation

  /// 20 x 20 mean amounts of ink of the square window around the cut.
  ///
  /// Replicating pixels until the window has 20 a side changes nothing in an average by area, so
  /// each source pixel is simply spread over the cells that it overlaps.
  private static func resample(_ ink: [UInt8], width: Int, height: Int) -> [Float] {
    let window = window(width: width, height: height)
    let left = (window - width) / 2
    let top = (window - height) / 2
    let columns = (0..<boxSide).map { Cell($0, offset: left, limit: width, window: window) }
    let rows = (0..<boxSide).map { Cell($0, offset: top, limit: height, window: window) }
    let columnWeights = columns.map { cell in cell.pixels.map(cell.weight) }
    var sums = [Float](repeating: 0, count: width)
    var box = [Float](repeating: 0, count: boxSide * boxSide)
    for (row, cell) in rows.enumerated() where !cell.pixels.isEmpty {
      sum(ink, rows: cell, into: &sums)
      for column in 0..<boxSide {
        var amount: Float = 0
        for (weight, x) in zip(columnWeights[column], columns[column].pixels) {
          amount += weight * sums[x]
        }
        box[row * boxSide + column] = amount / 255
      }
    }
    return box
  }

  /// The sum of the rows of a cut that a cell overlaps, each by its weight.
  private static func sum(_ ink: [UInt8], rows: Cell, into sums: inout [Float]) {
    let width = sums.count
    ink.withUnsafeBufferPointer { ink in
      sums.withUnsafeMutableBufferPointer { sums in
        for x in 0..<width { sums[x] = 0 }
        for y in rows.pixels {
          let weight = rows.weight(y)
          let row = y * width
          for x in 0..<width { sums[x] += weight * Float(ink[row + x]) }
        }
      }
    }
  }

  /// The source pixels that one of the 20 cells of an axis overlaps, and by how much.
  private struct Cell {
    /// The overlapped pixels of the cut.
    let pixels: Range<Int>
    private let start: Double
    private let end: Double

    init(_ index: Int, offset: Int, limit: Int, window: Int) {
      start = Double(index * window) / Double(boxSide) - Double(offset)
      end = Double((index + 1) * window) / Double(boxSide) - Double(offset)
      let first = max(0, Int(start.rounded(.down)))
      pixels = first..<max(first, min(limit, Int(end.rounded(.up))))
    }

    /// The fraction of the cell that pixel `index` covers.
    func weight(_ index: Int) -> Float {
      let overlap = min(end, Double(index + 1)) - max(start, Double(index))
      return Float(max(0, overlap) / (end - start))
    }
  }

  /// Bytes, the largest of them 255.
  private static func stretch(_ box: [Float]) -> [UInt8] {
    let peak = min(1, box.max() ?? 0)
    guard peak > 0 else { return Array(repeating: 0, count: box.count) }
    // A conversion rounds down by itself, and needs no call of a function.
    return box.map { UInt8(min(255, 255 * $0 / peak + 0.5)) }
  }

  /// The 20 x 20 box in 28 x 28 so that its centre of mass, with pixel centres at halves, lies in
  /// [14, 15) on both axes; what hangs over the edge is cut.
  private static func place(_ box: [UInt8]) -> [UInt8] {
    var total = 0
    var columnMoment = 0
    var rowMoment = 0
    for row in 0..<boxSide {
      for column in 0..<boxSide {
        let ink = Int(box[row * boxSide + column])
        total += ink
        // Twice the pixel centre keeps the moments whole.
        columnMoment += ink * (2 * column + 1)
        rowMoment += ink * (2 * row + 1)
      }
    }
    let side = PreparedImage.side
    var picture = [UInt8](repeating: 0, count: side * side)
    guard total > 0 else { return picture }
    let left = offset(moment: columnMoment, total: total)
    let top = offset(moment: rowMoment, total: total)
    for row in 0..<boxSide where (0..<side).contains(row + top) {
      for column in 0..<boxSide where (0..<side).contains(column + left) {
        picture[(row + top) * side + column + left] = box[row * boxSide + column]
      }
    }
    return picture
  }

  /// The smallest whole offset that brings the centre of mass, moment / (2 total), to 14 or more.
  private static func offset(moment: Int, total: Int) -> Int {
    let missing = 28 * total - moment
    let step = 2 * total
    return missing > 0 ? (missing + step - 1) / step : -(-missing / step)
  }
}
