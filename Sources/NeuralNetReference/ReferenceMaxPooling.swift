import NeuralNet

/// The largest value of each window: PyTorch's `MaxPool2d` without padding.
///
/// Of equal values the first in row-major order wins and takes the whole gradient.
public struct ReferenceMaxPooling: ParameterlessReferenceLayer {
  private let window: SlidingWindow

  /// Pooling over windows of `size` by `size`.
  public init(size: Int, stride: Int) {
    window = SlidingWindow(size: size, stride: stride, padding: 0)
  }

  /// Each window's maximum.
  public func forward(_ x: Batch) -> Batch {
    var y = Batch(
      zeros: x.count, shape: window.outputShape(for: x.shape, channels: x.shape.channels))
    y.forEachFeature { sample, channel, row, column in
      y[sample, channel, row, column] = x.values[winner(x, sample, channel, row, column)]
    }
    return y
  }

  /// Each output's gradient goes to its window's winner.
  public func inputGradient(_ x: Batch, outputGradient: Batch) -> Batch {
    var gradient = Batch(zeros: x.count, shape: x.shape)
    outputGradient.forEachFeature { sample, channel, row, column in
      gradient.values[winner(x, sample, channel, row, column)] +=
        outputGradient[sample, channel, row, column]
    }
    return gradient
  }

  private func winner(
    _ x: Batch, _ sample: Int, _ channel: Int, _ row: Int, _ column: Int
  ) -> Int {
    var best = x.index(sample, channel, row * window.stride, column * window.stride)
    window.forEachPosition(row: row, column: column, in: x.shape) { _, inputRow, inputColumn in
      let index = x.index(sample, channel, inputRow, inputColumn)
      if x.values[index] > x.values[best] { best = index }
    }
    return best
  }
}
