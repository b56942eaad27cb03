package import DigitData

extension GrayImage {
  /// The smallest part that holds all ink; a single pixel where there is none.
  package func trimmed() -> GrayImage {
    var (low, high) = ((x: width, y: height), (x: -1, y: -1))
    for y in 0..<height {
      for x in 0..<width where self[x, y] > 0 {
        low = (min(low.x, x), min(low.y, y))
        high = (max(high.x, x), max(high.y, y))
      }
    }
    guard high.x >= 0 else { return GrayImage(width: 1, height: 1, filledWith: 0) }
    return part(x: low.x..<high.x + 1, y: low.y..<high.y + 1)
  }

  /// The pixels in `box`, rounded to whole ones.
  func cropped(to box: Box) -> GrayImage {
    func range(_ low: Double, _ high: Double, _ count: Int) -> Range<Int> {
      let start = max(0, min(Int(low.rounded()), count - 1))
      return start..<max(start + 1, min(Int(high.rounded()), count))
    }
    return part(
      x: range(box.low.x, box.high.x, width), y: range(box.low.y, box.high.y, height))
  }

  /// Adds the ink of `image` with its top left corner at (`x`, `y`); the brighter pixel stays.
  mutating func paste(_ image: GrayImage, x left: Int, y top: Int) {
    for y in max(0, -top)..<max(0, -top, min(image.height, height - top)) {
      for x in max(0, -left)..<max(0, -left, min(image.width, width - left)) {
        self[left + x, top + y] = max(self[left + x, top + y], image[x, y])
      }
    }
  }

  private func part(x columns: Range<Int>, y rows: Range<Int>) -> GrayImage {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(columns.count * rows.count)
    for y in rows {
      pixels += self.pixels[y * width + columns.lowerBound..<y * width + columns.upperBound]
    }
    return GrayImage(width: columns.count, height: rows.count, pixels: pixels)
  }
}
