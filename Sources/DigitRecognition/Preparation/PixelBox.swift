package import DigitData

/// A rectangle of whole pixels; `x` and `y` name its top left pixel.
public struct PixelBox: Hashable, Sendable {
  /// The leftmost column.
  public var x: Int
  /// The top row.
  public var y: Int
  /// Columns.
  public var width: Int
  /// Rows.
  public var height: Int

  /// A rectangle from its top left pixel and its size.
  package init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The longer side.
  package var longerSide: Int { max(width, height) }

  /// The smallest rectangle that holds both.
  package func union(_ other: PixelBox) -> PixelBox {
    let left = min(x, other.x)
    let top = min(y, other.y)
    return PixelBox(
      x: left, y: top,
      width: max(x + width, other.x + other.width) - left,
      height: max(y + height, other.y + other.height) - top)
  }

  /// Empty pixels between the two rectangles along the axis where they are further apart; 0 when
  /// they touch or overlap.
  func gap(to other: PixelBox) -> Int {
    max(
      0, other.x - (x + width), x - (other.x + other.width),
      other.y - (y + height), y - (other.y + other.height))
  }
}

extension GrayImage {
  /// The image with each `factor` x `factor` square averaged into one pixel; squares at the right
  /// and lower edge may be smaller.
  package func reduced(by factor: Int) -> GrayImage {
    precondition(factor > 0, "a reduction by \(factor)")
    guard factor > 1, width > 0, height > 0 else { return self }
    let newWidth = (width + factor - 1) / factor
    let newHeight = (height + factor - 1) / factor
    var columnSums = [UInt32](repeating: 0, count: width)
    let reduced = [UInt8](unsafeUninitializedCapacity: newWidth * newHeight) { output, count in
      for row in 0..<newHeight {
        let rows = row * factor..<min((row + 1) * factor, height)
        sumRows(rows, into: &columnSums)
        for column in 0..<newWidth {
          let columns = column * factor..<min((column + 1) * factor, width)
          var sum: UInt32 = 0
          for x in columns { sum &+= columnSums[x] }
          let area = UInt32(rows.count * columns.count)
          output[row * newWidth + column] = UInt8((sum + area / 2) / area)
        }
      }
      count = newWidth * newHeight
    }
    return GrayImage(width: newWidth, height: newHeight, pixels: reduced)
  }

  /// The part of the image inside `box`.
  package func cropped(to box: PixelBox) -> GrayImage {
    var cut: [UInt8] = []
    cut.reserveCapacity(box.width * box.height)
    for y in box.y..<box.y + box.height {
      cut += pixels[y * width + box.x..<y * width + box.x + box.width]
    }
    return GrayImage(width: box.width, height: box.height, pixels: cut)
  }

  private func sumRows(_ rows: Range<Int>, into sums: inout [UInt32]) {
    pixels.withUnsafeBufferPointer { pixels in
      sums.withUnsafeMutableBufferPointer { sums in
        for x in 0..<width { sums[x] = 0 }
        for y in rows {
          let row = UnsafeBufferPointer(rebasing: pixels[y * width..<(y + 1) * width])
          for x in 0..<width { sums[x] &+= UInt32(row[x]) }
        }
      }
    }
  }
}
