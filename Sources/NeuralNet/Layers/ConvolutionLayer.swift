import RecognizerKernelInterface

/// Two-dimensional cross-correlation: `y[o] = bias[o] + sum over i, r, c of w[o][i][r][c] x[i]`,
/// and the ReLU and pooling that follow it; in inference the batch normalisation between them, too.
///
/// Input is `inputs x height x width`, the sums `outputs x height' x width'` with
/// `height' = (height + 2 padding - kernel) / stride + 1`.
///
/// The gradient with respect to the input is itself a convolution: of the output gradient, dilated
/// by the stride and padded, with the weights turned by 180 degrees and inputs and outputs exchanged.
struct ConvolutionLayer: Layer {
  let inputShape: Shape
  /// The shape before any pooling.
  let sums: Shape
  let outputShape: Shape
  let kernel: Int
  let stride: Int
  let padding: Int
  let hasBias: Bool
  let epilogue: Epilogue
  /// Nil in training, where the batch's own statistics are needed first.
  let normalization: BatchNormalizationLayer?

  private var weightCount: Int { sums.channels * inputShape.channels * kernel * kernel }

  /// The bias follows the weights at the next multiple of sixteen.
  private var biasOffset: Int { ParameterTensor.aligned(weightCount) }

  var backwardReadsOutput: Bool { if case .relu = epilogue { true } else { false } }
  var multiplyAdds: Int { sums.count * inputShape.channels * kernel * kernel }
  /// The packed weights, and those of the gradient with respect to the input.
  var derivedCount: Int { affineOffset + (normalization?.affineCount ?? 0) }
  private var affineOffset: Int { 2 * ParameterTensor.aligned(weightCount) }
  var savedCount: Int { epilogue.savedCount(outputs: outputShape.count) }
  var scratchCount: Int {
    paddedCount
      + max(
        geometry.scratchCount, dilated(propagates: true, isPlain: true).count,
        dilated(propagates: false, isPlain: false).count)
  }

  /// Packs the weights once for all blocks.
  func prepare(_ parameters: LayerParameters, training: Bool) {
    parameters.kernels.packWeights(
      outputs: sums.channels, inputs: inputShape.channels, taps: kernel * kernel, flipped: false,
      parameters.values, into: parameters.derived)
    normalization?.writeAffine(
      parameters.values + biasOffset + (hasBias ? ParameterTensor.aligned(sums.channels) : 0),
      to: parameters.derived + affineOffset)
    guard training, parameters.propagates else { return }
    parameters.kernels.packWeights(
      outputs: inputShape.channels, inputs: sums.channels, taps: kernel * kernel, flipped: true,
      parameters.values, into: parameters.derived + ParameterTensor.aligned(weightCount))
  }

  func forward(_ context: LayerContext) {
    context.kernels.convolve(
      geometry, padded(context), weights: context.derived,
      bias: hasBias ? context.parameters + biasOffset : nil,
      affine: normalization?.affine(at: context.derived + affineOffset),
      scratch: context.scratch + paddedCount, into: context.output,
      argmax: context.training ? epilogue.argmax(context.saved) : nil)
  }

  func backward(_ context: LayerContext) {
    let sumsGradient = context.sumsGradient(epilogue)
    let isPlain = if case .output(.none) = sumsGradient { true } else { false }
    let dilated = dilated(propagates: context.inputGradient != nil, isPlain: isPlain)
    let copy = context.scratch + paddedCount
    if dilated.isCopied {
      context.kernels.dilateAndPad(dilated.geometry, sumsGradient: sumsGradient, into: copy)
    }
    var geometry = geometry
    var gradient = UnsafePointer(context.outputGradient)
    var planes = gradient
    if dilated.holdsAll {
      planes = UnsafePointer(copy)
      gradient = planes + dilated.geometry.offset * (dilated.geometry.paddedWidth + 1)
      geometry.gradientWidth = dilated.geometry.paddedWidth
      geometry.gradientPlane = dilated.geometry.paddedHeight * dilated.geometry.paddedWidth
    }
    context.kernels.addWeightGradient(
      geometry, padded(context), outputGradient: gradient, to: context.parameterGradient)
    if hasBias {
      // The margins of the copy are zeros.
      context.kernels.addBiasGradient(
        channels: sums.channels, size: geometry.gradientPlane, outputGradient: planes,
        to: context.parameterGradient + biasOffset)
    }
    guard let inputGradient = context.inputGradient else { return }
    context.kernels.convolve(
      gradientGeometry(dilated.geometry), copy,
      weights: context.derived + ParameterTensor.aligned(weightCount), bias: nil, affine: nil,
      scratch: context.scratch, into: inputGradient, argmax: nil)
  }

  // MARK: - Implementation

  private var paddedHeight: Int { inputShape.height + 2 * padding }
  private var paddedWidth: Int { inputShape.width + 2 * padding }
  private var paddedCount: Int {
    padding == 0 ? 0 : inputShape.channels * paddedHeight * paddedWidth
  }

  private var geometry: ConvolutionGeometry {
    ConvolutionGeometry(
      inputChannels: inputShape.channels, inputWidth: paddedWidth,
      inputPlane: paddedHeight * paddedWidth, kernel: kernel, stride: stride,
      outputChannels: sums.channels, outputHeight: sums.height, outputWidth: sums.width,
      epilogue: epilogue, zeroRows: padding)
  }

  /// The gradient with respect to the sums as backward needs it.
  private struct DilatedGradient {
    var geometry: DilationGeometry
    /// Whether it is anything else than the output gradient as it lies.
    var isCopied: Bool
    var count: Int { isCopied ? geometry.planes * geometry.paddedHeight * geometry.paddedWidth : 0 }
    /// Whether it is a copy of the whole output gradient with columns next to each other.
    ///
    /// It is not where a stride dilates it, nor where padding of the kernel's size or more leaves
    /// windows over padding alone: these do not reach the input, so they are cropped, but the bias
    /// counts them.
    var holdsAll: Bool { isCopied && geometry.step == 1 && geometry.offset >= 0 }
  }

  /// Dilated by the stride and padded, so that every input position has a full window over it,
  /// where the gradient goes on to the input; dense elsewhere.
  private func dilated(propagates: Bool, isPlain: Bool) -> DilatedGradient {
    let margin = propagates ? kernel - 1 : 0
    let geometry = DilationGeometry(
      planes: sums.channels, height: sums.height, width: sums.width,
      paddedHeight: propagates ? inputShape.height + margin : sums.height,
      paddedWidth: propagates ? inputShape.width + margin : sums.width,
      offset: propagates ? margin - padding : 0, step: propagates ? stride : 1)
    return DilatedGradient(geometry: geometry, isCopied: propagates || !isPlain)
  }

  private func gradientGeometry(_ dilated: DilationGeometry) -> ConvolutionGeometry {
    ConvolutionGeometry(
      inputChannels: sums.channels, inputWidth: dilated.paddedWidth,
      inputPlane: dilated.paddedHeight * dilated.paddedWidth, kernel: kernel, stride: 1,
      outputChannels: inputShape.channels, outputHeight: inputShape.height,
      outputWidth: inputShape.width, zeroRows: stride == 1 ? max(0, dilated.offset) : 0)
  }

  private func padded(_ context: LayerContext) -> UnsafePointer<Vector> {
    guard padding > 0 else { return UnsafePointer(context.input) }
    let dilated = DilationGeometry(
      planes: inputShape.channels, height: inputShape.height, width: inputShape.width,
      paddedHeight: paddedHeight, paddedWidth: paddedWidth, offset: padding, step: 1)
    context.kernels.dilateAndPad(dilated, UnsafePointer(context.input), into: context.scratch)
    return UnsafePointer(context.scratch)
  }
}
