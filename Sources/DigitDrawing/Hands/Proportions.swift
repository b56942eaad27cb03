package import DigitData

extension GrayImage {
  /// The picture at another size, each pixel the mean of those that it covers, and with other
  /// proportions of its upper and lower half.
  ///
  /// - Parameters:
  ///   - bend: the exponent of the rows' places in 0...1: above 1 the upper half becomes larger,
  ///     as in a 6 with a small loop; 1 changes nothing.
  package func resized(width: Int, height: Int, bend: Double = 1) -> GrayImage {
    precondition(width > 0 && height > 0, "\(width)x\(height) pixels")
    let columns = Self.edges(width, of: self.width) { $0 }
    // Between a straight line and a parabola, which need no mathematical library.
    let rows = Self.edges(height, of: self.height) { $0 + (bend - 1) * $0 * ($0 - 1) }
    var narrow = [Double](repeating: 0, count: width * self.height)
    for y in 0..<self.height {
      for x in 0..<width {
        narrow[y * width + x] = Self.mean(from: columns[x], to: columns[x + 1]) {
          Double(self[$0, y])
        }
      }
    }
    var result = GrayImage(width: width, height: height, filledWith: 0)
    for y in 0..<height {
      for x in 0..<width {
        let value = Self.mean(from: rows[y], to: rows[y + 1]) { narrow[$0 * width + x] }
        result[x, y] = UInt8(max(0, min(255, value.rounded())))
      }
    }
    return result
  }

  /// The places of `count + 1` edges along `length` pixels.
  private static func edges(
    _ count: Int, of length: Int, place: (Double) -> Double
  ) -> [Double] {
    (0...count).map {
      max(0, min(Double(length), place(Double($0) / Double(count)) * Double(length)))
    }
  }

  /// The mean of values, one a pixel, between two places.
  private static func mean(
    from start: Double, to end: Double, of value: (Int) -> Double
  ) -> Double {
    var (sum, index) = (0.0, Int(start))
    while Double(index) < end {
      sum += value(index) * (min(end, Double(index + 1)) - max(start, Double(index)))
      index += 1
    }
    return sum / max(end - start, 1e-9)
  }
}
