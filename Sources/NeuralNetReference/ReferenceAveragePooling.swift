import NeuralNet

/// The mean of each window: PyTorch's `AvgPool2d` without padding.
public struct ReferenceAveragePooling: ParameterlessReferenceLayer {
  private let window: SlidingWindow
  private var area: Double { Double(window.size * window.size) }

  /// Pooling over windows of `size` by `size`.
  public init(size: Int, stride: Int) {
    window = SlidingWindow(size: size, stride: stride, padding: 0)
  }

  /// Each window's mean.
  public func forward(_ x: Batch) -> Batch {
    var y = Batch(
      zeros: x.count, shape: window.outputShape(for: x.shape, channels: x.shape.channels))
    y.forEachFeature { sample, channel, row, column in
      var sum = 0.0
      window.forEachPosition(row: row, column: column, in: x.shape) { _, inputRow, inputColumn in
        sum += x[sample, channel, inputRow, inputColumn]
      }
      y[sample, channel, row, column] = sum / area
    }
    return y
  }

  /// Each output's gradient is shared equally by its window.
  public func inputGradient(_ x: Batch, outputGradient: Batch) -> Batch {
    var gradient = Batch(zeros: x.count, shape: x.shape)
    outputGradient.forEachFeature { sample, channel, row, column in
      let share = outputGradient[sample, channel, row, column] / area
      window.forEachPosition(row: row, column: column, in: x.shape) { _, inputRow, inputColumn in
        gradient[sample, channel, inputRow, inputColumn] += share
      }
    }
    return gradient
  }
}
