import NeuralNet

/// The largest value of each window: PyTorch's `MaxPool2d` without padding.
///
/// Of equal values the first in row-major order wins and takes the whole gradient.
package struct ReferenceMaxPooling: ParameterlessReferenceLayer {
  private let window: SlidingWindow

  /// Pooling over windows of `size` by `size`.
  package init(size: Int, stride: Int) {
    window = SlidingWindow(size: size, stride: stride, padding: 0)
  }

  /// Each window's maximum.
  package func forward(_ x: Batch) -> Batch {
    var y = Batch(
      zeros: x.count, shape: window.outputShape(for: x.shape, channels: x.shape.channels))
    y.forEachFeature { sample, channel, row, column in
      y[sample, channel, row, column] = x.values[winner(x, sample, channel, row, column)]
    }
    return y
  }

  /// Each output's gradient goes to its window's winner.
  package func inputGradient(_ x: Batch, outputGradient: Batch) -> Batch {
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

/// The mean of each window: PyTorch's `AvgPool2d` without padding.
package struct ReferenceAveragePooling: ParameterlessReferenceLayer {
  private let window: SlidingWindow
  private var area: Double { Double(window.size * window.size) }

  /// Pooling over windows of `size` by `size`.
  package init(size: Int, stride: Int) {
    window = SlidingWindow(size: size, stride: stride, padding: 0)
  }

  /// Each window's mean.
  package func forward(_ x: Batch) -> Batch {
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
  package func inputGradient(_ x: Batch, outputGradient: Batch) -> Batch {
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
