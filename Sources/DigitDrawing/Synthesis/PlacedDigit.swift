package import DigitData

/// A digit of a data set as a pen would have written it on a page: scaled and leaned.
package struct PlacedDigit {
  /// The digit.
  package let digit: Int
  /// Its ink, white on black, without empty columns or rows.
  package let image: GrayImage

  /// The digit at `index` of `digits`, its ink `height` pixels high.
  ///
  /// - Parameters:
  ///   - digits: pictures of digits, ink bright.
  ///   - lean: columns to the right that the top moves for each row.
  init(_ digits: LabeledImages, at index: Int, height: Double, lean: Double) {
    digit = Int(digits.labels[index])
    let source = digits.image(index)
    let bounds = Self.inkBounds(of: source)
    let scale = height / Double(bounds.rows.count)
    let rows = max(1, Int(height.rounded()))
    let middle = Double(bounds.rows.lowerBound + bounds.rows.upperBound) / 2
    let reach = abs(lean) * height + 2
    let columns = Int((Double(bounds.columns.count) * scale + 2 * reach).rounded(.up))
    var image = GrayImage(width: columns, height: rows + 2, filledWith: 0)
    for y in 0..<rows + 2 {
      let row = (Double(y) - 0.5) / scale + Double(bounds.rows.lowerBound) - 0.5
      let shift = lean * (middle - row) * scale
      for x in 0..<columns {
        let column =
          (Double(x) + 0.5 - reach - shift) / scale + Double(bounds.columns.lowerBound) - 0.5
        image[x, y] = Self.sample(source, column, row)
      }
    }
    let tight = Self.inkBounds(of: image)
    var cut = GrayImage(width: tight.columns.count, height: tight.rows.count, filledWith: 0)
    for y in tight.rows {
      for x in tight.columns {
        cut[x - tight.columns.lowerBound, y - tight.rows.lowerBound] = image[x, y]
      }
    }
    self.image = cut
  }

  /// The least distance of `next`'s left edge from this digit's at which their strokes do not meet.
  ///
  /// - Parameter drop: rows by which `next` lies lower.
  func contact(with next: PlacedDigit, drop: Int) -> Int {
    var distance = 0
    for y in 0..<image.height {
      guard let last = (0..<image.width).last(where: { image[$0, y] >= Self.stroke }) else {
        continue
      }
      for near in y - drop - 1...y - drop + 1 where (0..<next.image.height).contains(near) {
        guard
          let first = (0..<next.image.width).first(where: { next.image[$0, near] >= Self.stroke })
        else { continue }
        distance = max(distance, last + 1 - first)
      }
    }
    return distance
  }

  // MARK: - Implementation

  /// From this amount of ink on a pixel belongs to a stroke and not to its edge.
  private static let stroke: UInt8 = 64

  private static func inkBounds(of image: GrayImage) -> (columns: Range<Int>, rows: Range<Int>) {
    var (left, right, top, bottom) = (image.width, 0, image.height, 0)
    for y in 0..<image.height {
      for x in 0..<image.width where image[x, y] > 8 {
        (left, right) = (min(left, x), max(right, x + 1))
        (top, bottom) = (min(top, y), max(bottom, y + 1))
      }
    }
    return right > left ? (left..<right, top..<bottom) : (0..<1, 0..<1)
  }

  /// The ink between pixels, by bilinear interpolation; none outside.
  private static func sample(_ image: GrayImage, _ x: Double, _ y: Double) -> UInt8 {
    let (column, row) = (x.rounded(.down), y.rounded(.down))
    let (right, down) = (x - column, y - row)
    func ink(_ across: Int, _ below: Int) -> Double {
      let (px, py) = (Int(column) + across, Int(row) + below)
      guard px >= 0, py >= 0, px < image.width, py < image.height else { return 0 }
      return Double(image[px, py])
    }
    let above = ink(0, 0) * (1 - right) + ink(1, 0) * right
    let below = ink(0, 1) * (1 - right) + ink(1, 1) * right
    return UInt8((above * (1 - down) + below * down).rounded())
  }
}
