import RecognizerKernelInterface

extension KernelVariant {
  /// The gradient to 4x4 sums of a convolution, from the gradient behind its epilogue; zero where
  /// the tile hangs over the edge.
  @inline(always)
  static func loadError(
    _ error: EpilogueGradient, channel: Int, row: Int, column: Int, height: Int, width: Int,
    into patch: UnsafeMutablePointer<Vector>
  ) {
    let isWhole = row + 4 <= height && column + 4 <= width
    if !isWhole { patch.update(repeating: .zero, count: 16) }
    switch error {
    case .none(let gradient):
      let source = gradient + (channel * height + row) * width + column
      for y in 0..<min(4, height - row) {
        for x in 0..<4 where isWhole || x < width - column {
          patch[4 &* y &+ x] = source[y &* width &+ x]
        }
      }
    case .relu(let gradient, let output):
      let first = (channel * height + row) * width + column
      for y in 0..<min(4, height - row) {
        for x in 0..<4 where isWhole || x < width - column {
          let index = first &+ y &* width &+ x
          patch[4 &* y &+ x] = gradient[index].zeroed(unless: output[index] .> 0)
        }
      }
    case .reluMaxPool(let gradient, let argmax):
      let (poolHeight, poolWidth) = (height / 2, width / 2)
      let first = (channel &* poolHeight &+ row / 2) &* poolWidth &+ column / 2
      for y in 0..<max(0, min(2, poolHeight &- row / 2)) {
        for x in 0..<2 where x < poolWidth &- column / 2 {
          let index = first &+ y &* poolWidth &+ x
          routeGradient(
            gradient[index], argmax[index], into: patch + 8 * y + 2 * x, rowStride: 4)
        }
      }
    }
  }
}
