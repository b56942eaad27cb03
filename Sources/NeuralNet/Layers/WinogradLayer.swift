import KernelInterface

/// A convolution with a window of 3x3 and stride 1, and the ReLU and pooling that follow it,
/// computed with a quarter of the multiplications (Lavin and Gray 2016).
///
/// The weights are transformed once a step; ``ConvolutionLayer`` computes the same sums directly.
struct WinogradLayer: Layer {
  let inputShape: Shape
  let outputShape: Shape
  let padding: Int
  let hasBias: Bool
  let epilogue: Epilogue
  private let geometry: WinogradGeometry

  init(
    inputShape: Shape, sums: Shape, outputShape: Shape, padding: Int, hasBias: Bool,
    epilogue: Epilogue
  ) {
    self.inputShape = inputShape
    self.outputShape = outputShape
    self.padding = padding
    self.hasBias = hasBias
    self.epilogue = epilogue
    geometry = WinogradGeometry(
      inputChannels: inputShape.channels, inputHeight: inputShape.height,
      inputWidth: inputShape.width, padding: padding, outputChannels: sums.channels,
      epilogue: epilogue)
  }

  /// Whether the transforms cost less than they save: they are done once for each channel, the
  /// saved multiplications for each pair of channels.
  static func pays(inputs: Int, outputs: Int, kernel: Int, stride: Int) -> Bool {
    kernel == 3 && stride == 1 && inputs >= 8 && outputs >= 8
  }

  private var biasOffset: Int {
    ParameterTensor.aligned(geometry.outputChannels * geometry.inputChannels * 9)
  }

  var backwardReadsOutput: Bool { if case .relu = epilogue { true } else { false } }
  var multiplyAdds: Int {
    9 * geometry.inputChannels * geometry.outputChannels * geometry.outputHeight
      * geometry.outputWidth
  }
  var stateCount: Int { geometry.transformedWeights }
  var recordCount: Int { epilogue.recordCount(outputs: outputShape.count) }
  var scratchCount: Int { max(geometry.forwardScratch, geometry.backwardScratch) }

  func prepare(_ parameters: LayerParameters, training: Bool) {
    parameters.kernels.winogradTransformWeights(
      inputs: geometry.inputChannels, outputs: geometry.outputChannels, parameters.values,
      into: parameters.state)
  }

  func forward(_ pass: LayerPass) {
    pass.kernels.winogradConvolve(
      geometry, pass.input, weights: pass.state,
      bias: hasBias ? pass.parameters + biasOffset : nil, scratch: pass.scratch,
      into: pass.output, winners: pass.training ? epilogue.winners(pass.record) : nil)
  }

  func backward(_ pass: LayerPass) {
    pass.kernels.addWinogradGradients(
      geometry, pass.input, weights: pass.state, error: epilogue.error(pass),
      scratch: pass.scratch, weightGradient: pass.parameterGradient,
      biasGradient: hasBias ? pass.parameterGradient + biasOffset : nil,
      inputGradient: pass.inputGradient)
  }
}
