/// Puts a tight cut of ink into 28 x 28 pixels by the procedure that made MNIST.
///
/// The steps are those of the published reconstruction of the data set (Yadav and Bottou, "Cold
/// Case: The Lost MNIST Digits", 2019): a square window around the tight box, doubled until it has
/// at least 20 pixels a side, averaged by area down to 20 x 20, stretched to full scale, and placed
/// by its centre of mass.
enum MNISTFrame {
  /// The side of the box into which the ink is scaled.
  static let boxSide = 20
  /// The most ink with which the surroundings of a cut are drawn.
  static let mostAround: UInt8 = 77
  /// The smallest window: a dot is not blown up to a whole digit.
  static let leastWindow = 10

  /// The side of the square window around a cut of this size.
  static func window(width: Int, height: Int) -> Int { max(width, height, leastWindow) }

  /// 784 amounts of ink from a tight cut of `width` x `height`, row-major.
  static func frame(_ ink: [UInt8], width: Int, height: Int) -> [UInt8] {
    frame(Patch(ink: ink, width: width, height: height), in: nil)
  }

  /// A rectangle of ink.
  struct Patch {
    /// Amounts of ink, row-major.
    let ink: [UInt8]
    /// Columns.
    let width: Int
    /// Rows.
    let height: Int
    /// The columns from the left edge of the cut that is framed to the patch's own.
    var x = 0
    /// The rows from the top edge of the cut that is framed to the patch's own.
    var y = 0
  }

  /// 784 amounts of ink from a tight cut, the ink around it in grey.
  ///
  /// The cut alone says how it is scaled and where it lies.
  ///
  /// - Parameter surroundings: the ink around the cut, none where the cut has its own.
  static func frame(_ cut: Patch, in surroundings: Patch?) -> [UInt8] {
    let window = Window(around: cut)
    let means = resample(cut, window, columns: 0..<boxSide, rows: 0..<boxSide)
    let peak = min(1, means.max() ?? 0)
    let side = PreparedImage.side
    let box = stretch(means, peak: peak)
    guard let offset = offset(of: box) else { return Array(repeating: 0, count: side * side) }
    var picture = place(box, at: offset)
    guard let surroundings else { return picture }
    let gray = resample(
      surroundings, window, columns: -offset.left..<side - offset.left,
      rows: -offset.top..<side - offset.top)
    let factor = Float(mostAround) / peak
    for index in picture.indices {
      picture[index] = UInt8(min(255, Float(picture[index]) + factor * gray[index]))
    }
    return picture
  }

  // MARK: - Implementation

  /// The square window around a cut.
  private struct Window {
    let side: Int
    /// Columns from the window's left edge to the cut's.
    let left: Int
    /// Rows from the window's top edge to the cut's.
    let top: Int

    init(around cut: Patch) {
      side = MNISTFrame.window(width: cut.width, height: cut.height)
      left = (side - cut.width) / 2
      top = (side - cut.height) / 2
    }
  }

  /// Mean amounts of ink of some of the cells into which a window is divided, 20 x 20 inside it and
  /// others around.
  ///
  /// Replicating pixels until the window has 20 a side changes nothing in an average by area, so
  /// each source pixel is simply spread over the cells that it overlaps.
  private static func resample(
    _ patch: Patch, _ window: Window, columns: Range<Int>, rows: Range<Int>
  ) -> [Float] {
    let columns = columns.map {
      Cell($0, offset: window.left + patch.x, limit: patch.width, window: window.side)
    }
    let rows = rows.map {
      Cell($0, offset: window.top + patch.y, limit: patch.height, window: window.side)
    }
    let columnWeights = columns.map { cell in cell.pixels.map(cell.weight) }
    var sums = [Float](repeating: 0, count: patch.width)
    var means = [Float](repeating: 0, count: columns.count * rows.count)
    for (row, cell) in rows.enumerated() where !cell.pixels.isEmpty {
      sum(patch.ink, rows: cell, into: &sums)
      for column in columns.indices {
        var amount: Float = 0
        for (weight, x) in zip(columnWeights[column], columns[column].pixels) {
          amount += weight * sums[x]
        }
        means[row * columns.count + column] = amount / 255
      }
    }
    return means
  }

  /// The sum of the rows of a patch that a cell overlaps, each by its weight.
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
    /// The overlapped pixels of the patch.
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

  /// Bytes, 255 for `peak`.
  private static func stretch(_ box: [Float], peak: Float) -> [UInt8] {
    guard peak > 0 else { return Array(repeating: 0, count: box.count) }
    // A conversion rounds down by itself, and needs no call of a function.
    return box.map { UInt8(min(255, 255 * $0 / peak + 0.5)) }
  }

  /// Where the 20 x 20 box goes in 28 x 28 so that its centre of mass, with pixel centres at halves,
  /// lies in [14, 15) on both axes; `nil` without ink.
  private static func offset(of box: [UInt8]) -> (left: Int, top: Int)? {
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
    guard total > 0 else { return nil }
    return (
      left: offset(moment: columnMoment, total: total), top: offset(moment: rowMoment, total: total)
    )
  }

  /// The 20 x 20 box in 28 x 28; what hangs over the edge is cut.
  private static func place(_ box: [UInt8], at offset: (left: Int, top: Int)) -> [UInt8] {
    let side = PreparedImage.side
    var picture = [UInt8](repeating: 0, count: side * side)
    for row in 0..<boxSide where (0..<side).contains(row + offset.top) {
      for column in 0..<boxSide where (0..<side).contains(column + offset.left) {
        picture[(row + offset.top) * side + column + offset.left] = box[row * boxSide + column]
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
