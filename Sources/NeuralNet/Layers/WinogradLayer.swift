import RecognizerKernelInterface

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
  /// The transformed weights, and after them the scratch of their transform.
  var derivedCount: Int {
    ParameterTensor.aligned(geometry.transformedWeights) + 16 * WinogradGeometry.weightScratch
  }
  var savedCount: Int { epilogue.savedCount(outputs: outputShape.count) }
  var scratchCount: Int { max(geometry.forwardScratch, geometry.backwardScratch) }

  func prepare(_ parameters: LayerParameters, training: Bool) {
    let scratch = parameters.derived + ParameterTensor.aligned(geometry.transformedWeights)
    parameters.kernels.winogradTransformWeights(
      inputs: geometry.inputChannels, outputs: geometry.outputChannels, parameters.values,
      scratch: UnsafeMutableRawPointer(scratch).assumingMemoryBound(to: Vector.self),
      into: parameters.derived)
  }

  func forward(_ context: LayerContext) {
    context.kernels.winogradConvolve(
      geometry, context.input, weights: context.derived,
      bias: hasBias ? context.parameters + biasOffset : nil, scratch: context.scratch,
      into: context.output, argmax: context.training ? epilogue.argmax(context.saved) : nil)
  }

  func backward(_ context: LayerContext) {
    context.kernels.addWinogradGradients(
      geometry, context.input, weights: context.derived,
      outputGradient: epilogue.outputGradient(context),
      scratch: context.scratch, weightGradient: context.parameterGradient,
      biasGradient: hasBias ? context.parameterGradient + biasOffset : nil,
      inputGradient: context.inputGradient)
  }
}
