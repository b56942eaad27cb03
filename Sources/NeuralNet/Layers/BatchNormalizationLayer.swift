import RecognizerKernelInterface

/// Normalises each channel over the batch, then scales and shifts it (Ioffe and Szegedy 2015).
///
/// Training uses the batch's own mean and variance and moves the running ones towards them (the
/// unbiased variance, as in PyTorch); inference uses the running ones. A channel of all blocks is
/// one shard while training, so the statistics need no second pass over sums of blocks.
struct BatchNormalizationLayer: Layer {
  let inputShape: Shape
  let momentum: Float
  let epsilon: Float

  var outputShape: Shape { inputShape }

  private var channels: Int { inputShape.channels }
  private var plane: Int { inputShape.height * inputShape.width }

  /// Floats from scale to shift to running mean to running variance.
  private var stride: Int { ParameterTensor.aligned(channels) }

  /// Mean, variance and inverse deviation of each channel, from forward to backward.
  var derivedCount: Int { 3 * channels }

  func forwardSharding(training: Bool) -> Sharding { training ? .batch(shards: channels) : .block }
  var backwardSharding: Sharding { .batch(shards: channels) }

  func forward(_ context: LayerContext) {
    guard context.training else { return normalizeByRunningStatistics(context) }
    let channel = context.shard
    let count = context.samples * plane
    let statistics = context.kernels.normalizeBatch(
      geometry(context), context.input + channel * plane, weights: context.weights,
      scale: context.parameters[channel], shift: context.parameters[stride + channel],
      into: context.output + channel * plane)
    context.derived[3 * channel] = statistics.mean
    context.derived[3 * channel + 1] = statistics.variance
    context.derived[3 * channel + 2] = statistics.inverseDeviation
    let mean = context.parameters + 2 * stride + channel
    let variance = context.parameters + 3 * stride + channel
    let unbiased = statistics.variance * Float(count) / Float(max(count - 1, 1))
    mean.pointee += momentum * (statistics.mean - mean.pointee)
    variance.pointee += momentum * (unbiased - variance.pointee)
  }

  func backward(_ context: LayerContext) {
    let channel = context.shard
    let statistics = BatchStatistics(
      mean: context.derived[3 * channel], variance: context.derived[3 * channel + 1],
      inverseDeviation: context.derived[3 * channel + 2])
    // Without a layer before it that learns, the input gradient goes where nobody reads it.
    let inputGradient = context.inputGradient ?? context.outputGradient
    let gradient = context.kernels.normalizeBatchGradient(
      geometry(context), context.input + channel * plane, weights: context.weights,
      scale: context.parameters[channel], statistics: statistics,
      outputGradient: context.outputGradient + channel * plane,
      into: inputGradient + channel * plane)
    context.parameterGradient[channel] = gradient.scale
    context.parameterGradient[stride + channel] = gradient.shift
  }

  private func normalizeByRunningStatistics(_ context: LayerContext) {
    for channel in 0..<channels {
      let (factor, offset) = runningAffine(channel, context.parameters)
      context.kernels.affine(
        count: plane, factor: factor, offset: offset, context.input + channel * plane,
        into: context.output + channel * plane)
    }
  }

  /// The factor and the offset of a channel by its running statistics.
  private func runningAffine(
    _ channel: Int, _ parameters: UnsafePointer<Float>
  ) -> (factor: Float, offset: Float) {
    let factor = parameters[channel] / (parameters[3 * stride + channel] + epsilon).squareRoot()
    return (factor, parameters[stride + channel] - parameters[2 * stride + channel] * factor)
  }

  private func geometry(_ context: LayerContext) -> NormalizationGeometry {
    NormalizationGeometry(
      size: plane, blocks: context.blocks, blockStride: context.blockStride,
      count: context.samples * plane, epsilon: epsilon)
  }
}

// MARK: - Inference

extension BatchNormalizationLayer {
  /// Floats of the factors and offsets of all channels.
  var affineCount: Int { 2 * stride }

  /// Writes the factors and offsets by the running statistics, for a layer before this one to apply.
  func writeAffine(_ parameters: UnsafePointer<Float>, to floats: UnsafeMutablePointer<Float>) {
    for channel in 0..<channels {
      (floats[channel], floats[stride + channel]) = runningAffine(channel, parameters)
    }
  }

  /// What was written.
  func affine(at floats: UnsafePointer<Float>) -> ChannelAffine {
    ChannelAffine(factors: floats, offsets: floats + stride)
  }
}
