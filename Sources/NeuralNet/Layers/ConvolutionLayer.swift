import KernelInterface

/// Two-dimensional cross-correlation: `y[o] = bias[o] + sum over i, r, c of w[o][i][r][c] x[i]`.
///
/// Input is `inputs x height x width`, output `outputs x height' x width'` with
/// `height' = (height + 2 padding - kernel) / stride + 1`. Backward needs the input only.
///
/// The gradient to the input is itself a convolution: of the output gradient, spread by the
/// stride and padded, with the weights turned by 180 degrees and inputs and outputs exchanged.
struct ConvolutionLayer: Layer {
  let inputShape: Shape
  let outputShape: Shape
  let kernel: Int
  let stride: Int
  let padding: Int
  let hasBias: Bool

  private var weightCount: Int {
    outputShape.channels * inputShape.channels * kernel * kernel
  }

  /// The bias follows the weights at the next multiple of sixteen.
  private var biasOffset: Int { ParameterTensor.aligned(weightCount) }

  private var paddedHeight: Int { inputShape.height + 2 * padding }
  private var paddedWidth: Int { inputShape.width + 2 * padding }

  // The output gradient as backward sees it: spread and padded so that every input position has
  // a full window over it.
  private var gradientHeight: Int { inputShape.height + kernel - 1 }
  private var gradientWidth: Int { inputShape.width + kernel - 1 }

  var scratchCount: Int {
    let padded = padding == 0 ? 0 : inputShape.channels * paddedHeight * paddedWidth
    return max(padded, outputShape.channels * gradientHeight * gradientWidth)
  }

  var stateCount: Int { weightCount }

  /// Turns the weights once for all blocks.
  func prepare(_ pass: LayerPass) {
    guard pass.inputGradient != nil else { return }
    pass.kernels.turn(
      outputs: outputShape.channels, inputs: inputShape.channels, taps: kernel * kernel,
      pass.parameters, into: pass.state)
  }

  func forward(_ pass: LayerPass) {
    pass.kernels.convolve(
      geometry, padded(pass), weights: pass.parameters,
      bias: hasBias ? pass.parameters + biasOffset : nil, into: pass.output)
  }

  func backward(_ pass: LayerPass) {
    pass.kernels.addWeightGradient(
      geometry, padded(pass), outputGradient: pass.outputGradient, to: pass.parameterGradient)
    if hasBias {
      pass.kernels.addPlaneSums(
        planes: outputShape.channels, size: outputShape.height * outputShape.width,
        pass.outputGradient, to: pass.parameterGradient + biasOffset)
    }
    guard let inputGradient = pass.inputGradient else { return }
    let spread = SpreadGeometry(
      planes: outputShape.channels, height: outputShape.height, width: outputShape.width,
      spreadHeight: gradientHeight, spreadWidth: gradientWidth, offset: kernel - 1 - padding,
      step: stride)
    pass.kernels.spread(spread, pass.outputGradient, into: pass.scratch)
    pass.kernels.convolve(
      gradientGeometry, pass.scratch, weights: pass.state, bias: nil, into: inputGradient)
  }

  // MARK: - Implementation

  private var geometry: ConvolutionGeometry {
    ConvolutionGeometry(
      inputChannels: inputShape.channels, inputWidth: paddedWidth,
      inputPlane: paddedHeight * paddedWidth, kernel: kernel, stride: stride,
      outputChannels: outputShape.channels, outputHeight: outputShape.height,
      outputWidth: outputShape.width)
  }

  private var gradientGeometry: ConvolutionGeometry {
    ConvolutionGeometry(
      inputChannels: outputShape.channels, inputWidth: gradientWidth,
      inputPlane: gradientHeight * gradientWidth, kernel: kernel, stride: 1,
      outputChannels: inputShape.channels, outputHeight: inputShape.height,
      outputWidth: inputShape.width)
  }

  private func padded(_ pass: LayerPass) -> UnsafePointer<Vector> {
    guard padding > 0 else { return UnsafePointer(pass.input) }
    let spread = SpreadGeometry(
      planes: inputShape.channels, height: inputShape.height, width: inputShape.width,
      spreadHeight: paddedHeight, spreadWidth: paddedWidth, offset: padding, step: 1)
    pass.kernels.spread(spread, pass.input, into: pass.scratch)
    return UnsafePointer(pass.scratch)
  }
}
