import RecognizerKernelInterface

/// A convolution with a window of 3x3 and stride 1, and what follows it as in ``ConvolutionLayer``,
/// computed with a quarter of the multiplications (Lavin and Gray 2016); and what an ``InputStage``
/// does before it.
///
/// The weights are transformed once a step; ``ConvolutionLayer`` computes the same sums directly.
struct WinogradLayer: Layer {
  let outputShape: Shape
  let epilogue: Epilogue
  private let stage: any InputStage
  private let hasBias: Bool
  /// Between the sums and the epilogue, in inference.
  private let normalization: BatchNormalizationLayer?
  private let geometry: WinogradGeometry

  /// - Parameters:
  ///   - input: the shape of what comes out of the stage.
  ///   - stage: nil where the convolution reads what lies there.
  init(
    input: Shape, sums: Shape, outputShape: Shape, padding: Int, hasBias: Bool,
    epilogue: Epilogue, normalization: BatchNormalizationLayer?, stage: (any InputStage)?
  ) {
    let stage = stage ?? PlainInputStage(inputShape: input)
    self.outputShape = outputShape
    self.epilogue = epilogue
    self.stage = stage
    self.hasBias = hasBias
    self.normalization = normalization
    geometry = WinogradGeometry(
      inputChannels: input.channels, inputHeight: input.height, inputWidth: input.width,
      padding: padding, outputChannels: sums.channels, epilogue: epilogue,
      source: (stage.inputShape.height, stage.inputShape.width))
  }

  /// Whether the transforms cost less than they save: they are done once for each channel, the
  /// saved multiplications for each pair of channels.
  static func pays(inputs: Int, outputs: Int, kernel: Int, stride: Int) -> Bool {
    kernel == 3 && stride == 1 && inputs >= 8 && outputs >= 8
  }

  var inputShape: Shape { stage.inputShape }
  var backwardReadsOutput: Bool { if case .relu = epilogue { true } else { false } }
  var multiplyAdds: Int {
    stage.multiplyAdds
      + 9 * geometry.inputChannels * geometry.outputChannels * geometry.outputHeight
      * geometry.outputWidth
  }
  var statisticsShards: Int { stage.statisticsShards }

  // MARK: - Memory

  private var weightOffset: Int { stage.parameterCount }
  private var biasOffset: Int {
    weightOffset + ParameterTensor.aligned(geometry.outputChannels * geometry.inputChannels * 9)
  }

  /// The transformed weights, the scratch of their transform, and the affine function.
  var derivedCount: Int { affineOffset + (normalization?.affineCount ?? 0) }
  private var transformedOffset: Int { ParameterTensor.aligned(stage.derivedCount) }
  private var transformScratchOffset: Int {
    transformedOffset + ParameterTensor.aligned(geometry.transformedWeights)
  }
  private var affineOffset: Int { transformScratchOffset + 16 * WinogradGeometry.weightScratch }

  var savedCount: Int { stage.savedCount + epilogue.savedCount(outputs: outputShape.count) }
  var scratchCount: Int {
    stage.scratchCount + max(geometry.forwardScratch, geometry.backwardScratch)
  }

  // MARK: - Steps

  func prepare(_ parameters: LayerParameters, training: Bool) {
    stage.prepare(parameters, training: training)
    let scratch = UnsafeMutableRawPointer(parameters.derived + transformScratchOffset)
    parameters.kernels.winogradTransformWeights(
      inputs: geometry.inputChannels, outputs: geometry.outputChannels,
      parameters.values + weightOffset, scratch: scratch.assumingMemoryBound(to: Vector.self),
      into: parameters.derived + transformedOffset)
    let outputs = ParameterTensor.aligned(geometry.outputChannels)
    normalization?.writeAffine(
      parameters.values + biasOffset + (hasBias ? outputs : 0),
      to: parameters.derived + affineOffset)
  }

  func forward(_ context: LayerContext) {
    context.kernels.winogradConvolve(
      geometry, stage.input(context), weights: context.derived + transformedOffset,
      bias: hasBias ? context.parameters + biasOffset : nil,
      affine: normalization?.affine(at: context.derived + affineOffset),
      scratch: context.scratch + stage.scratchCount, into: context.output,
      argmax: context.training ? epilogue.argmax(context.saved + stage.savedCount) : nil)
  }

  func backward(_ context: LayerContext) {
    var own = context
    own.saved += stage.savedCount
    context.kernels.addWinogradGradients(
      geometry, stage.input(context), weights: context.derived + transformedOffset,
      sumsGradient: own.sumsGradient(epilogue), scratch: context.scratch + stage.scratchCount,
      weightGradient: context.parameterGradient + weightOffset,
      biasGradient: hasBias ? context.parameterGradient + biasOffset : nil,
      inputGradient: stage.inputGradient(context))
  }

  func statistics(_ context: LayerContext) { stage.statistics(context) }

  func statisticsGradient(_ context: LayerContext) { stage.statisticsGradient(context) }

  func normalizedInput(_ memory: NormalizedInputMemory) -> NormalizedSums? {
    stage.normalizedInput(memory)
  }
}
