import RecognizerKernelInterface

/// Normalises each channel over the batch, then scales and shifts it (Ioffe and Szegedy 2015); in
/// training the ReLU and the pooling that follow, too.
///
/// Training uses the batch's own mean and variance and moves the running ones towards them (the
/// unbiased variance, as in PyTorch); inference uses the running ones. A channel of all blocks is
/// in one shard while training, so the statistics need no second pass over sums of blocks.
struct BatchNormalizationLayer: Layer {
  let inputShape: Shape
  let outputShape: Shape
  let momentum: Float
  let epsilon: Float
  /// None in inference, where a convolution before this layer applies everything.
  let epilogue: Epilogue

  private var channels: Int { inputShape.channels }
  private var plane: Int { inputShape.height * inputShape.width }
  private var outputPlane: Int { outputShape.height * outputShape.width }

  /// Floats from scale to shift to running mean to running variance.
  private var stride: Int { ParameterTensor.aligned(channels) }

  /// Mean, variance and inverse deviation of each channel, from forward to backward.
  var derivedCount: Int { 3 * channels }
  var savedCount: Int { epilogue.savedCount(outputs: outputShape.count) }
  var backwardReadsOutput: Bool { if case .relu = epilogue { true } else { false } }

  func forwardSharding(training: Bool) -> Sharding { training ? .batch(shards: shards) : .block }
  var backwardSharding: Sharding { .batch(shards: shards) }

  func forward(_ context: LayerContext) {
    guard context.training else { return normalizeByRunningStatistics(context) }
    for channel in channels(ofShard: context.shard) {
      let statistics = measure(channel, context)
      context.kernels.normalizeBatch(
        geometry(context), context.input + channel * plane, statistics: statistics,
        scale: context.parameters[channel], shift: context.parameters[shiftOffset + channel],
        into: context.output + channel * outputPlane,
        argmax: epilogue.argmax(context.saved).map { $0 + channel * outputPlane })
      context.derived[3 * channel] = statistics.mean
      context.derived[3 * channel + 1] = statistics.variance
      context.derived[3 * channel + 2] = statistics.inverseDeviation
    }
  }

  func backward(_ context: LayerContext) {
    for channel in channels(ofShard: context.shard) {
      let statistics = BatchStatistics(
        mean: context.derived[3 * channel], variance: context.derived[3 * channel + 1],
        inverseDeviation: context.derived[3 * channel + 2])
      let gradient = context.kernels.normalizeBatchGradient(
        geometry(context), context.input + channel * plane, weights: context.weights,
        scale: context.parameters[channel], statistics: statistics,
        outputGradient: epilogue.outputGradient(context, from: channel * outputPlane),
        into: context.inputGradient.map { $0 + channel * plane })
      context.parameterGradient[scaleOffset + channel] = gradient.scale
      context.parameterGradient[shiftOffset + channel] = gradient.shift
    }
  }

  /// Shards of the channels: small layers have many, and each call costs something.
  var shards: Int { (channels + Self.channelsPerShard - 1) / Self.channelsPerShard }
  private static let channelsPerShard = 4

  private func channels(ofShard shard: Int) -> Range<Int> {
    let first = shard * Self.channelsPerShard
    return first..<min(first + Self.channelsPerShard, channels)
  }

  /// The statistics of a channel; moves the running ones towards them.
  private func measure(_ channel: Int, _ context: LayerContext) -> BatchStatistics {
    let geometry = geometry(context)
    let statistics = context.kernels.batchStatistics(
      geometry, context.input + channel * plane, weights: context.weights)
    moveRunningStatistics(
      ofChannel: channel, towards: statistics, count: geometry.count, context.parameters)
    return statistics
  }

  /// Moves a channel's running statistics towards those of a batch of `count` values.
  func moveRunningStatistics(
    ofChannel channel: Int, towards statistics: BatchStatistics, count: Int,
    _ parameters: UnsafeMutablePointer<Float>
  ) {
    let mean = parameters + 2 * stride + channel
    let variance = parameters + 3 * stride + channel
    let unbiased = statistics.variance * Float(count) / Float(max(count - 1, 1))
    mean.pointee += momentum * (statistics.mean - mean.pointee)
    variance.pointee += momentum * (unbiased - variance.pointee)
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
      height: inputShape.height, width: inputShape.width, blocks: context.blocks,
      blockStride: context.blockStride, samples: context.samples, epsilon: epsilon,
      epilogue: epilogue)
  }
}

// MARK: - As a part of the next layer

extension BatchNormalizationLayer {
  /// Floats of its parameters.
  var parameterCount: Int { 4 * stride }
  /// The scales' place among them.
  var scaleOffset: Int { 0 }
  /// The shifts' place among them.
  var shiftOffset: Int { stride }

  /// Measures the shard's channels, for the next layer to apply.
  func writeStatistics(_ context: LayerContext, to table: NormalizationTable) {
    for channel in channels(ofShard: context.shard) {
      let statistics = measure(channel, context)
      table.means[channel] = statistics.mean
      table.inverseDeviations[channel] = statistics.inverseDeviation
      table.factors[channel] = context.parameters[channel] * statistics.inverseDeviation
      table.shifts[channel] = context.parameters[shiftOffset + channel]
    }
  }

  /// Turns the sums of the blocks' gradients into means; blocks are added in their order.
  func writeMeanGradients(_ context: LayerContext, to table: NormalizationTable) {
    let inverseCount = 1 / Float(context.samples * plane)
    for channel in 0..<channels {
      var (scale, shift): (Float, Float) = (0, 0)
      for block in 0..<context.blocks {
        let gradient = context.parameterGradient + block * context.gradientStride + channel
        scale += gradient[scaleOffset]
        shift += gradient[shiftOffset]
      }
      table.meanProducts[channel] = scale * inverseCount
      table.meanGradients[channel] = shift * inverseCount
    }
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

  /// Writes those by the statistics of a batch.
  func writeAffine(_ table: NormalizationTable, to floats: UnsafeMutablePointer<Float>) {
    for channel in 0..<channels {
      floats[channel] = table.factors[channel]
      floats[stride + channel] =
        table.shifts[channel] - table.means[channel] * table.factors[channel]
    }
  }

  /// What was written.
  func affine(at floats: UnsafePointer<Float>) -> ChannelAffine {
    ChannelAffine(factors: floats, offsets: floats + stride)
  }
}
