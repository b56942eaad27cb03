import KernelInterface

/// Two-dimensional cross-correlation: `y[o] = bias[o] + sum over i, r, c of w[o][i][r][c] x[i]`,
/// and the ReLU and pooling that follow it.
///
/// Input is `inputs x height x width`, the sums `outputs x height' x width'` with
/// `height' = (height + 2 padding - kernel) / stride + 1`.
///
/// The gradient to the input is itself a convolution: of the output gradient, spread by the
/// stride and padded, with the weights turned by 180 degrees and inputs and outputs exchanged.
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

  private var weightCount: Int { sums.channels * inputShape.channels * kernel * kernel }

  /// The bias follows the weights at the next multiple of sixteen.
  private var biasOffset: Int { ParameterTensor.aligned(weightCount) }

  var backwardReadsOutput: Bool { if case .relu = epilogue { true } else { false } }
  var multiplyAdds: Int { sums.count * inputShape.channels * kernel * kernel }
  var stateCount: Int { weightCount }
  var recordCount: Int { epilogue.recordCount(outputs: outputShape.count) }
  var scratchCount: Int { paddedCount + spread(propagates: true).count }

  /// Turns the weights once for all blocks.
  func prepare(_ parameters: LayerParameters, training: Bool) {
    guard training, parameters.propagates else { return }
    parameters.kernels.turn(
      outputs: sums.channels, inputs: inputShape.channels, taps: kernel * kernel,
      parameters.values, into: parameters.state)
  }

  func forward(_ pass: LayerPass) {
    pass.kernels.convolve(
      geometry, padded(pass), weights: pass.parameters,
      bias: hasBias ? pass.parameters + biasOffset : nil, into: pass.output,
      winners: pass.training ? epilogue.winners(pass.record) : nil)
  }

  func backward(_ pass: LayerPass) {
    let spread = spread(propagates: pass.inputGradient != nil)
    let error = epilogue.error(pass)
    let errors = pass.scratch + paddedCount
    var geometry = geometry
    var gradient = UnsafePointer(pass.outputGradient)
    if spread.isCopied {
      pass.kernels.spread(spread.geometry, error, into: errors)
    }
    if spread.isCopied && stride == 1 {
      gradient = UnsafePointer(errors + spread.geometry.offset * (spread.geometry.spreadWidth + 1))
      geometry.gradientWidth = spread.geometry.spreadWidth
      geometry.gradientPlane = spread.geometry.spreadHeight * spread.geometry.spreadWidth
    }
    pass.kernels.addWeightGradient(
      geometry, padded(pass), outputGradient: gradient, to: pass.parameterGradient)
    if hasBias {
      // What the spread planes have more is zeros.
      let isSpread = spread.isCopied && stride == 1
      pass.kernels.addPlaneSums(
        planes: sums.channels, size: geometry.gradientPlane,
        isSpread ? UnsafePointer(errors) : gradient, to: pass.parameterGradient + biasOffset)
    }
    guard let inputGradient = pass.inputGradient else { return }
    pass.kernels.convolve(
      gradientGeometry(spread.geometry), errors, weights: pass.state, bias: nil,
      into: inputGradient, winners: nil)
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

  /// The gradient to the sums as backward needs it.
  private struct SpreadError {
    var geometry: SpreadGeometry
    /// Whether it is anything else than the output gradient as it lies.
    var isCopied: Bool
    var count: Int { isCopied ? geometry.planes * geometry.spreadHeight * geometry.spreadWidth : 0 }
  }

  /// Spread by the stride and padded, so that every input position has a full window over it,
  /// where the gradient goes on to the input; dense elsewhere.
  private func spread(propagates: Bool) -> SpreadError {
    let margin = propagates ? kernel - 1 : 0
    let geometry = SpreadGeometry(
      planes: sums.channels, height: sums.height, width: sums.width,
      spreadHeight: propagates ? inputShape.height + margin : sums.height,
      spreadWidth: propagates ? inputShape.width + margin : sums.width,
      offset: propagates ? margin - padding : 0, step: propagates ? stride : 1)
    let isPlain = if case .none = epilogue { true } else { false }
    return SpreadError(geometry: geometry, isCopied: propagates || !isPlain)
  }

  private func gradientGeometry(_ spread: SpreadGeometry) -> ConvolutionGeometry {
    ConvolutionGeometry(
      inputChannels: sums.channels, inputWidth: spread.spreadWidth,
      inputPlane: spread.spreadHeight * spread.spreadWidth, kernel: kernel, stride: 1,
      outputChannels: inputShape.channels, outputHeight: inputShape.height,
      outputWidth: inputShape.width, zeroRows: stride == 1 ? max(0, spread.offset) : 0)
  }

  private func padded(_ pass: LayerPass) -> UnsafePointer<Vector> {
    guard padding > 0 else { return UnsafePointer(pass.input) }
    let spread = SpreadGeometry(
      planes: inputShape.channels, height: inputShape.height, width: inputShape.width,
      spreadHeight: paddedHeight, spreadWidth: paddedWidth, offset: padding, step: 1)
    pass.kernels.spread(spread, UnsafePointer(pass.input), into: pass.scratch)
    return UnsafePointer(pass.scratch)
  }
}
