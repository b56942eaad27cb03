import NeuralNet

/// Two-dimensional cross-correlation: PyTorch's `Conv2d`.
///
/// `weight` is `[outputs, inputs, kernel, kernel]`.
package struct ReferenceConvolution: ReferenceLayer {
  /// `[weight, bias]`, or `[weight]`.
  package var parameters: [[Double]]

  private let outputs: Int
  private let window: SlidingWindow

  /// A convolution with the given weights; a bias is there if `parameters` holds one.
  package init(
    outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0, parameters: [[Double]]
  ) {
    self.outputs = outputs
    self.window = SlidingWindow(size: kernel, stride: stride, padding: padding)
    self.parameters = parameters
  }

  /// Each output is the window's sum of products over all input channels, plus the bias.
  package func forward(_ x: Batch) -> Batch {
    var y = Batch(zeros: x.count, shape: window.outputShape(for: x.shape, channels: outputs))
    let weight = parameters[0]
    y.forEachFeature { sample, output, row, column in
      var sum = parameters.count > 1 ? parameters[1][output] : 0
      for input in 0..<x.shape.channels {
        let start = weightStart(output, input, x.shape)
        window.forEachPosition(row: row, column: column, in: x.shape) {
          offset, inputRow, inputColumn in
          sum += weight[start + offset] * x[sample, input, inputRow, inputColumn]
        }
      }
      y[sample, output, row, column] = sum
    }
    return y
  }

  /// Each product of the forward pass hands its gradient to its two factors.
  package func backward(
    _ x: Batch, outputGradient: Batch
  ) -> (input: Batch, parameters: [[Double]]) {
    var inputGradient = Batch(zeros: x.count, shape: x.shape)
    let weight = parameters[0]
    var weightGradient = [Double](repeating: 0, count: weight.count)
    var biasGradient = [Double](repeating: 0, count: outputs)
    outputGradient.forEachFeature { sample, output, row, column in
      let gradient = outputGradient[sample, output, row, column]
      biasGradient[output] += gradient
      for input in 0..<x.shape.channels {
        let start = weightStart(output, input, x.shape)
        window.forEachPosition(row: row, column: column, in: x.shape) {
          offset, inputRow, inputColumn in
          let index = x.index(sample, input, inputRow, inputColumn)
          weightGradient[start + offset] += gradient * x.values[index]
          inputGradient.values[index] += gradient * weight[start + offset]
        }
      }
    }
    return (
      inputGradient, parameters.count > 1 ? [weightGradient, biasGradient] : [weightGradient]
    )
  }

  private func weightStart(_ output: Int, _ input: Int, _ shape: Shape) -> Int {
    (output * shape.channels + input) * window.size * window.size
  }
}

/// The square windows that convolution and pooling slide over a plane.
struct SlidingWindow: Sendable {
  let size: Int
  let stride: Int
  let padding: Int

  /// The number of windows that fit along a side; a rest at the end is ignored.
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
