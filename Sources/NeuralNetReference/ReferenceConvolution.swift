import NeuralNet

/// Two-dimensional cross-correlation: PyTorch's `Conv2d`.
///
/// `weight` is `[outputs, inputs, kernel, kernel]`.
public struct ReferenceConvolution: ReferenceLayer {
  /// `[weight, bias]`, or `[weight]`.
  public var parameters: [[Double]]

  private let outputs: Int
  private let window: SlidingWindow

  /// A convolution with the given weights; a bias is there if `parameters` holds one.
  public init(
    outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0, parameters: [[Double]]
  ) {
    self.outputs = outputs
    self.window = SlidingWindow(size: kernel, stride: stride, padding: padding)
    self.parameters = parameters
  }

  /// Each output is the window's sum of products over all input channels, plus the bias.
  public func forward(_ x: Batch) -> Batch {
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
  public func backward(
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
