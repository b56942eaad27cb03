import RecognizerKernelInterface

/// A network's first convolution with its batch normalisation and ReLU, where it has so few weights
/// that computing it again costs less than reading what it has computed.
///
/// Nothing has to pass over its output for the statistics of a batch: with `x` a window, `m` its mean
/// and `S` its covariance over the batch, the output `w x` of a channel has the mean `w m` and the
/// variance `w S w'`. Nor for its gradient: with `n` the normalised output and `dy` the gradient with
/// respect to what enters the ReLU, that with respect to the output is
/// `scale / deviation (dy - mean(dy) - n mean(dy n))` (Ioffe and Szegedy 2015), so that with respect
/// to `w`, and `mean(dy n)` itself, follow from the sums of `dy` and `dy x` and from `m` and `S`.
struct StemStage: InputStage {
  let inputShape: Shape
  let outputShape: Shape
  let kernel: Int
  let padding: Int
  let hasBias: Bool
  let normalization: BatchNormalizationLayer?
  /// Whether the normalisation uses the statistics of the batch.
  let isForTraining: Bool

  /// The most weights of an output channel with which it pays.
  static let largestWindow = 27

  private var channels: Int { outputShape.channels }
  private var taps: Int { geometry.weightsPerOutput }
  var multiplyAdds: Int { outputShape.count * taps }

  // MARK: - Memory

  var parameterCount: Int { normalizationOffset + (normalization?.parameterCount ?? 0) }
  private var biasOffset: Int { ParameterTensor.aligned(channels * taps) }
  private var normalizationOffset: Int {
    biasOffset + (hasBias ? ParameterTensor.aligned(channels) : 0)
  }

  /// The packed weights, the normalisation as an affine function and as a table, and the moments.
  var derivedCount: Int {
    normalization == nil ? affineOffset : momentsOffset + 2 * (taps + taps * taps)
  }
  private var affineOffset: Int { ParameterTensor.aligned(channels * taps) }
  private var tableOffset: Int { affineOffset + (normalization?.affineCount ?? 0) }
  private var momentsOffset: Int {
    ParameterTensor.aligned(tableOffset + NormalizationTable.count(channels: channels))
  }

  /// The input with its padding.
  var scratchCount: Int {
    padding == 0 ? 0 : inputShape.channels * geometry.inputPlane
  }

  private var geometry: ConvolutionGeometry {
    let (height, width) = (inputShape.height + 2 * padding, inputShape.width + 2 * padding)
    return ConvolutionGeometry(
      inputChannels: inputShape.channels, inputWidth: width, inputPlane: height * width,
      kernel: kernel, stride: 1, outputChannels: channels, outputHeight: outputShape.height,
      outputWidth: outputShape.width, epilogue: .relu, zeroRows: padding)
  }

  // MARK: - Steps

  func prepare(_ parameters: LayerParameters, training: Bool) {
    parameters.kernels.packWeights(
      outputs: channels, inputs: inputShape.channels, taps: kernel * kernel, flipped: false,
      parameters.values, into: parameters.derived)
    guard !training else { return }
    normalization?.writeAffine(
      parameters.values + normalizationOffset, to: parameters.derived + affineOffset)
  }

  func input(_ context: LayerContext) -> ConvolutionInput {
    .convolved(
      StemConvolution(
        geometry: geometry, input: padded(context, block: 0), weights: context.derived,
        bias: hasBias ? context.parameters + biasOffset : nil,
        affine: normalization?.affine(at: context.derived + affineOffset)))
  }

  /// Products and sums of the gradient where those of weights and shifts, or biases, come to lie.
  func inputGradient(_ context: LayerContext) -> ConvolutionInputGradient? {
    let gradient = context.parameterGradient
    let sums = normalization.map { gradient + normalizationOffset + $0.shiftOffset }
    return .convolved(
      products: gradient, sums: sums ?? (hasBias ? gradient + biasOffset : nil))
  }

  private func padded(_ context: LayerContext, block: Int) -> UnsafePointer<Vector> {
    let input = UnsafePointer(context.input + block * context.blockStride)
    guard padding > 0 else { return input }
    context.kernels.dilateAndPad(
      DilationGeometry(
        planes: inputShape.channels, height: inputShape.height, width: inputShape.width,
        paddedHeight: inputShape.height + 2 * padding,
        paddedWidth: inputShape.width + 2 * padding, offset: padding, step: 1),
      input, into: context.scratch)
    return UnsafePointer(context.scratch)
  }
}

// MARK: - Statistics

extension StemStage {
  /// So little work that to share it would take longer.
  var statisticsShards: Int { isForTraining && normalization != nil ? 1 : 0 }

  /// Windows of padding alone are zero, as is a sample that only fills a block.
  func statistics(_ context: LayerContext) {
    guard let normalization else { return }
    let moments = WindowMoments(at: context.derived + momentsOffset, taps: taps)
    moments.clear()
    for block in 0..<context.blocks {
      context.kernels.addWindowMoments(
        geometry, padded(context, block: block), sums: moments.sums, products: moments.products)
    }
    let count = context.samples * outputShape.height * outputShape.width
    let table = table(at: context.derived)
    let affine = context.derived + affineOffset
    let own = context.parameters + normalizationOffset
    for channel in 0..<channels {
      let statistics = moments.statistics(
        context.parameters + channel * taps, count: count, epsilon: normalization.epsilon,
        bias: hasBias ? context.parameters[biasOffset + channel] : 0)
      normalization.moveRunningStatistics(
        ofChannel: channel, towards: statistics, count: count, own)
      table.means[channel] = statistics.mean
      table.inverseDeviations[channel] = statistics.inverseDeviation
      table.factors[channel] = own[channel] * statistics.inverseDeviation
      table.shifts[channel] = own[normalization.shiftOffset + channel]
    }
    normalization.writeAffine(table, to: affine)
  }

  /// Turns the blocks' sums and products into gradients, which the first block's place takes.
  func statisticsGradient(_ context: LayerContext) {
    guard let normalization else { return }
    let moments = WindowMoments(at: context.derived + momentsOffset, taps: taps)
    let table = table(at: context.derived)
    let inverseCount = 1 / Double(context.samples * outputShape.height * outputShape.width)
    let gradient = context.parameterGradient
    func addToFirst(_ offset: Int) {
      for block in 1..<max(1, context.blocks) {
        gradient[offset] += gradient[block * context.gradientStride + offset]
        gradient[block * context.gradientStride + offset] = 0
      }
    }
    for channel in 0..<channels {
      let first = channel * taps
      let weights = context.parameters + first
      for tap in 0..<taps { addToFirst(first + tap) }
      let shift = normalizationOffset + normalization.shiftOffset + channel
      addToFirst(shift)

      let (factor, inverse) = (Double(table.factors[channel]), table.inverseDeviations[channel])
      let mean = Double(table.means[channel]) - (hasBias ? Double(bias(context, channel)) : 0)
      let sum = Double(gradient[shift])
      var product = -mean * sum
      for tap in 0..<taps { product += Double(weights[tap]) * Double(gradient[first + tap]) }
      product *= Double(inverse)
      gradient[normalizationOffset + normalization.scaleOffset + channel] = Float(product)
      let slope = product * inverseCount * Double(inverse)
      for tap in 0..<taps {
        let centred = moments.product(weights, tap) - mean * moments.sums[tap]
        let value =
          Double(gradient[first + tap]) - sum * inverseCount * moments.sums[tap] - slope * centred
        gradient[first + tap] = Float(factor * value)
      }
    }
  }

  private func bias(_ context: LayerContext, _ channel: Int) -> Float {
    context.parameters[biasOffset + channel]
  }

  private func table(at derived: UnsafeMutablePointer<Float>) -> NormalizationTable {
    NormalizationTable(at: derived + tableOffset, channels: channels)
  }
}

/// Sums and products of the features in a batch's windows.
private struct WindowMoments {
  let taps: Int
  /// `[taps]`.
  let sums: UnsafeMutablePointer<Double>
  /// `[taps][taps]`.
  let products: UnsafeMutablePointer<Double>

  /// Those in the place of twice as many floats.
  init(at floats: UnsafeMutablePointer<Float>, taps: Int) {
    self.taps = taps
    sums = UnsafeMutableRawPointer(floats).assumingMemoryBound(to: Double.self)
    products = sums + taps
  }

  func clear() { sums.update(repeating: 0, count: taps + taps * taps) }

  /// The sum over windows of their product with weights, times a feature of theirs.
  func product(_ weights: UnsafePointer<Float>, _ tap: Int) -> Double {
    var sum = 0.0
    for other in 0..<taps { sum += Double(weights[other]) * products[tap * taps + other] }
    return sum
  }

  /// The statistics of the windows' products with weights.
  func statistics(
    _ weights: UnsafePointer<Float>, count: Int, epsilon: Float, bias: Float
  ) -> BatchStatistics {
    let inverseCount = 1 / Double(count)
    var (mean, square) = (0.0, 0.0)
    for tap in 0..<taps {
      mean += Double(weights[tap]) * sums[tap] * inverseCount
      square += Double(weights[tap]) * product(weights, tap) * inverseCount
    }
    let variance = max(0, square - mean * mean)
    return BatchStatistics(
      mean: Float(mean) + bias, variance: Float(variance),
      inverseDeviation: Float(1 / (variance + Double(epsilon)).squareRoot()))
  }
}
