/// Means over a square window around each pixel, from a summed-area table: the cost does not
/// depend on the window.
struct LocalMean {
  private let width: Int
  private let height: Int
  /// `(width + 1) * (height + 1)` sums over everything above and to the left.
  private var sums: [Int]

  init(width: Int, height: Int, value: (Int) -> Int) {
    self.width = width
    self.height = height
    let stride = width + 1
    sums = Array(repeating: 0, count: stride * (height + 1))
    sums.withUnsafeMutableBufferPointer { sums in
      for y in 0..<height {
        var rowSum = 0
        for x in 0..<width {
          rowSum += value(y * width + x)
          sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + rowSum
        }
      }
    }
  }

  /// The sum over the window of the given radius around a pixel, and how many pixels it has.
  ///
  /// Near the picture's edges the window narrows to stay symmetric, down to a quarter of its
  /// radius: a window cut on one side would see ink in plain shading.
  func sum(x: Int, y: Int, radius: Int) -> (sum: Int, count: Int) {
    let columns = window(around: x, radius: radius, limit: width)
    let rows = window(around: y, radius: radius, limit: height)
    let top = rows.lowerBound * (width + 1)
    let bottom = rows.upperBound * (width + 1)
    let sum =
      sums[bottom + columns.upperBound] - sums[bottom + columns.lowerBound]
      - sums[top + columns.upperBound] + sums[top + columns.lowerBound]
    return (sum, columns.count * rows.count)
  }

  private func window(around center: Int, radius: Int, limit: Int) -> Range<Int> {
    let symmetric = max(radius / 4, min(radius, center, limit - 1 - center))
    return max(0, center - symmetric)..<min(limit, center + symmetric + 1)
  }
}
