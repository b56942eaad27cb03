import NeuralNet

/// Normalisation of each channel over the batch (Ioffe and Szegedy 2015): PyTorch's `BatchNorm2d`.
///
/// Training divides by the batch's biased variance; the running variance takes the unbiased one.
package struct ReferenceBatchNormalization: ReferenceLayer {
  /// `[weight, bias]`, one number a channel each.
  package var parameters: [[Double]]
  /// Each channel's mean, for inference.
  package var runningMean: [Double]
  /// Each channel's variance, for inference.
  package var runningVariance: [Double]
  /// Whether the batch's own statistics are used instead of the running ones.
  package var isTraining: Bool
  /// Whether means are those of single precision, one unit in the last place too large: shows
  /// what depends on that unit.
  package var nudgesMean = false

  private let momentum: Double
  private let epsilon: Double

  /// A normalisation with the given parameters and statistics.
  package init(
    momentum: Double = 0.1, epsilon: Double = 1e-5, parameters: [[Double]],
    runningMean: [Double], runningVariance: [Double], isTraining: Bool = true
  ) {
    self.momentum = momentum
    self.epsilon = epsilon
    self.parameters = parameters
    self.runningMean = runningMean
    self.runningVariance = runningVariance
    self.isTraining = isTraining
  }

  /// `weight * (x - mean) / sqrt(variance + epsilon) + bias`, channel by channel.
  package func forward(_ x: Batch) -> Batch {
    let (mean, variance) = statistics(x)
    var y = x
    x.forEachFeature { sample, channel, row, column in
      let deviation = (variance[channel] + epsilon).squareRoot()
      let normalized = (x[sample, channel, row, column] - mean[channel]) / deviation
      y[sample, channel, row, column] = parameters[0][channel] * normalized + parameters[1][channel]
    }
    return y
  }

  /// Training's gradient flows through the mean and the variance as well.
  package func backward(
    _ x: Batch, outputGradient: Batch
  ) -> (input: Batch, parameters: [[Double]]) {
    let (mean, variance) = statistics(x)
    let deviation = variance.map { ($0 + epsilon).squareRoot() }
    var weightGradient = [Double](repeating: 0, count: x.shape.channels)
    var biasGradient = weightGradient
    x.forEachFeature { sample, channel, row, column in
      let gradient = outputGradient[sample, channel, row, column]
      let centred = x[sample, channel, row, column] - mean[channel]
      weightGradient[channel] += gradient * centred / deviation[channel]
      biasGradient[channel] += gradient
    }
    var inputGradient = x
    let count = valuesPerChannel(x)
    x.forEachFeature { sample, channel, row, column in
      var gradient = outputGradient[sample, channel, row, column]
      if isTraining {
        let normalized = (x[sample, channel, row, column] - mean[channel]) / deviation[channel]
        gradient -= (biasGradient[channel] + normalized * weightGradient[channel]) / count
      }
      inputGradient[sample, channel, row, column] =
        parameters[0][channel] / deviation[channel] * gradient
    }
    return (inputGradient, [weightGradient, biasGradient])
  }

  /// `weight / sqrt(variance + epsilon) * outputGradient`: the first term of the input gradient.
  ///
  /// Training takes its mean and its part along the normalised input away from it. Where little is
  /// left, the gradient is known no better than this term.
  package func scaledGradient(_ x: Batch, outputGradient: Batch) -> Batch {
    let (_, variance) = statistics(x)
    var scaled = x
    x.forEachFeature { sample, channel, row, column in
      scaled[sample, channel, row, column] =
        parameters[0][channel] / (variance[channel] + epsilon).squareRoot()
        * outputGradient[sample, channel, row, column]
    }
    return scaled
  }

  /// Moves the running statistics towards those of `x` by `momentum`.
  package mutating func updateRunningStatistics(_ x: Batch) {
    let (mean, variance) = batchStatistics(x)
    let count = valuesPerChannel(x)
    for channel in 0..<x.shape.channels {
      let unbiased = variance[channel] * count / (count - 1)
      runningMean[channel] += momentum * (mean[channel] - runningMean[channel])
      runningVariance[channel] += momentum * (unbiased - runningVariance[channel])
    }
  }

  private func statistics(_ x: Batch) -> (mean: [Double], variance: [Double]) {
    var (mean, variance) = isTraining ? batchStatistics(x) : (runningMean, runningVariance)
    if nudgesMean { mean = mean.map { Double(Float($0).nextUp) } }
    return (mean, variance)
  }

  private func batchStatistics(_ x: Batch) -> (mean: [Double], variance: [Double]) {
    let zeros = [Double](repeating: 0, count: x.shape.channels)
    let count = valuesPerChannel(x)
    var (mean, variance) = (zeros, zeros)
    x.forEachFeature { mean[$1] += x[$0, $1, $2, $3] / count }
    x.forEachFeature { sample, channel, row, column in
      let difference = x[sample, channel, row, column] - mean[channel]
      variance[channel] += difference * difference / count
    }
    return (mean, variance)
  }

  private func valuesPerChannel(_ x: Batch) -> Double {
    Double(x.count * x.shape.height * x.shape.width)
  }
}
