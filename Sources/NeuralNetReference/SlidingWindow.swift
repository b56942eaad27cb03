import NeuralNet

/// The square windows that convolution and pooling slide over a plane.
struct SlidingWindow: Sendable {
  let size: Int
  let stride: Int
  let padding: Int

  /// How many windows fit along a side; what is left over at the end is ignored.
  func count(along side: Int) -> Int { (side + 2 * padding - size) / stride + 1 }

  /// The output's shape for an input's.
  func outputShape(for input: Shape, channels: Int) -> Shape {
    Shape(
      channels: channels, height: count(along: input.height), width: count(along: input.width))
  }

  /// Calls `body` with each position of the window at output `(row, column)` that is not padding:
  /// the offset in the window and the input's row and column.
  func forEachPosition(
    row: Int, column: Int, in input: Shape,
    _ body: (_ offset: Int, _ row: Int, _ column: Int) -> Void
  ) {
    for windowRow in 0..<size {
      let inputRow = row * stride + windowRow - padding
      guard (0..<input.height).contains(inputRow) else { continue }
      for windowColumn in 0..<size {
        let inputColumn = column * stride + windowColumn - padding
        guard (0..<input.width).contains(inputColumn) else { continue }
        body(windowRow * size + windowColumn, inputRow, inputColumn)
      }
    }
  }
}

extension Batch {
  /// Calls `body` with each sample, channel, row and column.
  func forEachFeature(
    _ body: (_ sample: Int, _ channel: Int, _ row: Int, _ column: Int) -> Void
  ) {
    for sample in 0..<count {
      for channel in 0..<shape.channels {
        for row in 0..<shape.height {
          for column in 0..<shape.width { body(sample, channel, row, column) }
        }
      }
    }
  }
}
