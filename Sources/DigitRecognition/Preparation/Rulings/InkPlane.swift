/// The amounts of ink of a picture, upright or transposed, in which lines near to vertical are
/// sought.
struct InkPlane {
  let width: Int
  let height: Int
  /// `width * height` amounts of ink, row-major.
  private(set) var ink: [UInt8]
  /// The least amount that counts as a line's ink: below it lie the soft edges.
  let least: UInt8

  init(width: Int, height: Int, ink: [UInt8], least: UInt8) {
    self.width = width
    self.height = height
    self.ink = ink
    self.least = least
  }

  /// Takes the ink away from the pixel at an index.
  mutating func erase(_ index: Int) { ink[index] = 0 }

  /// Rows and columns exchanged.
  var transposed: InkPlane {
    InkPlane(
      width: height, height: width, ink: InkPlane.transpose(ink, width: width, height: height),
      least: least)
  }

  /// The bytes with rows and columns exchanged, in squares that stay in the cache.
  static func transpose(_ bytes: [UInt8], width: Int, height: Int) -> [UInt8] {
    let side = 32
    return [UInt8](unsafeUninitializedCapacity: bytes.count) { target, count in
      bytes.withUnsafeBufferPointer { source in
        for top in stride(from: 0, to: height, by: side) {
          for left in stride(from: 0, to: width, by: side) {
            for x in left..<min(left + side, width) {
              for y in top..<min(top + side, height) {
                target[x * height + y] = source[y * width + x]
              }
            }
          }
        }
      }
      count = bytes.count
    }
  }

  /// Appends the runs of ink in a row that are no longer than `longest`.
  func appendRuns(row: Int, noLongerThan longest: Int, to runs: inout [Range<Int>]) {
    ink.forEachRun(ofRow: row * width..<(row + 1) * width, atLeast: least) { columns in
      if columns.count <= longest { runs.append(columns) }
    }
  }

  /// The run of ink in a row at `column` or nearest to it within `reach`; nil when there is none.
  func run(row: Int, near column: Double, reach: Double) -> Range<Int>? {
    let start = row * width
    let middle = Int(column.rounded())
    for step in 0...Int(reach.rounded(.up)) {
      for x in step == 0 ? [middle] : [middle - step, middle + step]
      where x >= 0 && x < width && ink[start + x] >= least {
        var (low, high) = (x, x + 1)
        while low > 0, ink[start + low - 1] >= least { low -= 1 }
        while high < width, ink[start + high] >= least { high += 1 }
        return low..<high
      }
    }
    return nil
  }
}
