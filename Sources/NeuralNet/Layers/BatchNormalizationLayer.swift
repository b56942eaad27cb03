import KernelInterface

/// Normalises each channel over the batch, then scales and shifts it (Ioffe and Szegedy 2015).
///
/// Training uses the batch's own mean and variance and moves the running ones towards them (the
/// unbiased variance, as in PyTorch); inference uses the running ones. A channel of all blocks is
/// one piece of work while training, so the statistics need no second pass over partial sums.
struct BatchNormalizationLayer: Layer {
  let inputShape: Shape
  let momentum: Float
  let epsilon: Float

  var outputShape: Shape { inputShape }

  private var channels: Int { inputShape.channels }
  private var plane: Int { inputShape.height * inputShape.width }

  /// Where scale, shift, running mean and running variance of channel 0 lie.
  private var stride: Int { ParameterTensor.aligned(channels) }

  /// Mean, variance and inverse deviation of each channel, from forward to backward.
  var stateCount: Int { 3 * channels }

  func forwardScope(training: Bool) -> Scope { training ? .batch(parts: channels) : .block }
  var backwardScope: Scope { .batch(parts: channels) }

  func forward(_ pass: LayerPass) {
    guard pass.training else { return normalizeByRunningStatistics(pass) }
    let channel = pass.part
    let count = pass.samples * plane
    let statistics = pass.kernels.normalizeBatch(
      geometry(pass), pass.input + channel * plane, weights: pass.weights,
      scale: pass.parameters[channel], shift: pass.parameters[stride + channel],
      into: pass.output + channel * plane)
    pass.state[3 * channel] = statistics.mean
    pass.state[3 * channel + 1] = statistics.variance
    pass.state[3 * channel + 2] = statistics.inverseDeviation
    let mean = pass.parameters + 2 * stride + channel
    let variance = pass.parameters + 3 * stride + channel
    let unbiased = statistics.variance * Float(count) / Float(max(count - 1, 1))
    mean.pointee += momentum * (statistics.mean - mean.pointee)
    variance.pointee += momentum * (unbiased - variance.pointee)
  }

  func backward(_ pass: LayerPass) {
    let channel = pass.part
    let statistics = BatchStatistics(
      mean: pass.state[3 * channel], variance: pass.state[3 * channel + 1],
      inverseDeviation: pass.state[3 * channel + 2])
    // Without a layer before it that learns, the input gradient goes where nobody reads it.
    let inputGradient = pass.inputGradient ?? pass.outputGradient
    let gradient = pass.kernels.normalizeBatchGradient(
      geometry(pass), pass.input + channel * plane, weights: pass.weights,
      scale: pass.parameters[channel], statistics: statistics,
      outputGradient: pass.outputGradient + channel * plane,
      into: inputGradient + channel * plane)
    pass.parameterGradient[channel] = gradient.scale
    pass.parameterGradient[stride + channel] = gradient.shift
  }

  private func normalizeByRunningStatistics(_ pass: LayerPass) {
    for channel in 0..<channels {
      let variance = pass.parameters[3 * stride + channel]
      let factor = pass.parameters[channel] / (variance + epsilon).squareRoot()
      let offset =
        pass.parameters[stride + channel] - pass.parameters[2 * stride + channel] * factor
      pass.kernels.affine(
        count: plane, factor: factor, offset: offset, pass.input + channel * plane,
        into: pass.output + channel * plane)
    }
  }

  private func geometry(_ pass: LayerPass) -> NormalizationGeometry {
    NormalizationGeometry(
      size: plane, blocks: pass.blocks, blockStride: pass.blockStride,
      count: pass.samples * plane, epsilon: epsilon)
  }
}
