import RecognizerKernelInterface

/// A convolution with a window of 3x3 and stride 1, and what follows it as in ``ConvolutionLayer``,
/// computed with a quarter of the multiplications (Lavin and Gray 2016).
///
/// In training a batch normalisation, the ReLU and the pooling before it may be a part of it: they
/// are applied to its input on the way, and again in backward, so what they put out never passes
/// through memory. The layer before it then differentiates the normalisation on the way, too: see
/// ``LayerContext/sumsGradient(_:)``.
///
/// The weights are transformed once a step; ``ConvolutionLayer`` computes the same sums directly.
struct WinogradLayer: Layer {
  let inputShape: Shape
  let outputShape: Shape
  let epilogue: Epilogue
  private let hasBias: Bool
  /// After the sums, in inference.
  private let normalization: BatchNormalizationLayer?
  /// Before the convolution, in training, with what follows it.
  private let prologue: BatchNormalizationLayer?
  private let geometry: WinogradGeometry

  init(
    inputShape: Shape, sums: Shape, outputShape: Shape, padding: Int, hasBias: Bool,
    epilogue: Epilogue, normalization: BatchNormalizationLayer?,
    prologue: BatchNormalizationLayer?
  ) {
    self.inputShape = prologue?.inputShape ?? inputShape
    self.outputShape = outputShape
    self.hasBias = hasBias
    self.epilogue = epilogue
    self.normalization = normalization
    self.prologue = prologue
    geometry = WinogradGeometry(
      inputChannels: inputShape.channels, inputHeight: inputShape.height,
      inputWidth: inputShape.width, padding: padding, outputChannels: sums.channels,
      epilogue: epilogue, source: prologue.map { ($0.inputShape.height, $0.inputShape.width) })
  }

  /// Whether the transforms cost less than they save: they are done once for each channel, the
  /// saved multiplications for each pair of channels.
  static func pays(inputs: Int, outputs: Int, kernel: Int, stride: Int) -> Bool {
    kernel == 3 && stride == 1 && inputs >= 8 && outputs >= 8
  }

  /// The weights follow the parameters of a normalisation before them.
  private var weightOffset: Int { prologue?.parameterCount ?? 0 }
  private var biasOffset: Int {
    weightOffset + ParameterTensor.aligned(geometry.outputChannels * geometry.inputChannels * 9)
  }

  var backwardReadsOutput: Bool { if case .relu = epilogue { true } else { false } }
  var multiplyAdds: Int {
    9 * geometry.inputChannels * geometry.outputChannels * geometry.outputHeight
      * geometry.outputWidth
  }
  /// The transformed weights, the scratch of their transform, the affine function, and the table.
  var derivedCount: Int {
    tableOffset
      + (prologue == nil ? 0 : NormalizationTable.count(channels: geometry.inputChannels))
  }
  private var affineOffset: Int {
    ParameterTensor.aligned(geometry.transformedWeights) + 16 * WinogradGeometry.weightScratch
  }
  private var tableOffset: Int { affineOffset + (normalization?.affineCount ?? 0) }

  /// The argmax of the epilogue's windows, then that of the prologue's.
  var savedCount: Int { epilogueSavedCount + (prologue?.savedCount ?? 0) }
  private var epilogueSavedCount: Int { epilogue.savedCount(outputs: outputShape.count) }
  var scratchCount: Int { max(geometry.forwardScratch, geometry.backwardScratch) }
  var statisticsShards: Int { prologue == nil ? 0 : geometry.inputChannels }

  func prepare(_ parameters: LayerParameters, training: Bool) {
    let scratch = parameters.derived + ParameterTensor.aligned(geometry.transformedWeights)
    parameters.kernels.winogradTransformWeights(
      inputs: geometry.inputChannels, outputs: geometry.outputChannels,
      parameters.values + weightOffset,
      scratch: UnsafeMutableRawPointer(scratch).assumingMemoryBound(to: Vector.self),
      into: parameters.derived)
    let outputs = ParameterTensor.aligned(geometry.outputChannels)
    normalization?.writeAffine(
      parameters.values + biasOffset + (hasBias ? outputs : 0),
      to: parameters.derived + affineOffset)
  }

  func forward(_ context: LayerContext) {
    context.kernels.winogradConvolve(
      geometry, input(context), weights: context.derived,
      bias: hasBias ? context.parameters + biasOffset : nil,
      affine: normalization?.affine(at: context.derived + affineOffset), scratch: context.scratch,
      into: context.output, argmax: context.training ? epilogue.argmax(context.saved) : nil)
  }

  func backward(_ context: LayerContext) {
    let gradient = context.parameterGradient
    context.kernels.addWinogradGradients(
      geometry, input(context), weights: context.derived,
      sumsGradient: context.sumsGradient(epilogue), scratch: context.scratch,
      weightGradient: gradient + weightOffset,
      biasGradient: hasBias ? gradient + biasOffset : nil,
      inputGradient: context.inputGradient.map {
        ConvolutionInputGradient(
          $0, scales: prologue.map { gradient + $0.scaleOffset },
          shifts: prologue.map { gradient + $0.shiftOffset })
      })
  }

  private func input(_ context: LayerContext) -> ConvolutionInput {
    guard let prologue else { return .plain(context.input) }
    let table = table(at: context.derived)
    guard let argmax = prologue.epilogue.argmax(context.saved + epilogueSavedCount) else {
      return .normalized(context.input, table)
    }
    return .normalizedAndPooled(context.input, table, argmax: argmax)
  }

  private func table(at derived: UnsafeMutablePointer<Float>) -> NormalizationTable {
    NormalizationTable(at: derived + tableOffset, channels: geometry.inputChannels)
  }
}

// MARK: - The normalisation before it

extension WinogradLayer {
  func statistics(_ context: LayerContext) {
    prologue?.writeStatistics(context, to: table(at: context.derived))
  }

  func statisticsGradient(_ context: LayerContext) {
    prologue?.writeMeanGradients(context, to: table(at: context.derived))
  }

  func normalizedInput(_ memory: NormalizedInputMemory) -> NormalizedSums? {
    guard let prologue else { return nil }
    return NormalizedSums(
      sums: memory.input, table: table(at: memory.derived),
      argmax: prologue.epilogue.argmax(memory.saved + epilogueSavedCount).map { .init($0) },
      weights: memory.weights)
  }
}
