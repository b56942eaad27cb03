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

  /// The sum over the window of the given radius around a pixel, cut at the picture's edges, and
  /// how many pixels that window has.
  func sum(x: Int, y: Int, radius: Int) -> (sum: Int, count: Int) {
    let left = max(0, x - radius)
    let right = min(width, x + radius + 1)
    let top = max(0, y - radius) * (width + 1)
    let bottom = min(height, y + radius + 1) * (width + 1)
    let sum = sums[bottom + right] - sums[bottom + left] - sums[top + right] + sums[top + left]
    return (sum, (right - left) * (bottom - top) / (width + 1))
  }
}
