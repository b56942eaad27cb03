import RecognizerKernelInterface

/// What a convolution does to its input on the way, so that what comes out of it never passes
/// through memory: it is computed again in backward.
///
/// Its parameters, what it derives, what it saves and its scratch come before the convolution's.
protocol InputStage: Sendable {
  /// The shape of what it reads.
  var inputShape: Shape { get }
  /// Multiply-adds of one sample's forward pass.
  var multiplyAdds: Int { get }
  /// Floats of its parameters.
  var parameterCount: Int { get }
  /// As ``Layer/derivedCount``.
  var derivedCount: Int { get }
  /// As ``Layer/savedCount``.
  var savedCount: Int { get }
  /// As ``Layer/scratchCount``.
  var scratchCount: Int { get }
  /// As ``Layer/statisticsShards``.
  var statisticsShards: Int { get }
  /// As ``Layer/prepare(_:training:)``.
  func prepare(_ parameters: LayerParameters, training: Bool)
  /// The convolution's input, for a block.
  func input(_ context: LayerContext) -> ConvolutionInput
  /// The place of the gradient with respect to it; nil where nobody needs it.
  func inputGradient(_ context: LayerContext) -> ConvolutionInputGradient?
  /// As ``Layer/statistics(_:)``.
  func statistics(_ context: LayerContext)
  /// As ``Layer/statisticsGradient(_:)``.
  func statisticsGradient(_ context: LayerContext)
  /// As ``Layer/normalizedInput(_:)``.
  func normalizedInput(_ memory: NormalizedInputMemory) -> NormalizedSums?
}

extension InputStage {
  var multiplyAdds: Int { 0 }
  var parameterCount: Int { 0 }
  var derivedCount: Int { 0 }
  var savedCount: Int { 0 }
  var scratchCount: Int { 0 }
  var statisticsShards: Int { 0 }
  func prepare(_ parameters: LayerParameters, training: Bool) {}
  func statistics(_ context: LayerContext) {}
  func statisticsGradient(_ context: LayerContext) {}
  func normalizedInput(_ memory: NormalizedInputMemory) -> NormalizedSums? { nil }
}

/// Nothing: the convolution reads what lies there.
struct PlainInputStage: InputStage {
  let inputShape: Shape

  func input(_ context: LayerContext) -> ConvolutionInput { .plain(context.input) }

  func inputGradient(_ context: LayerContext) -> ConvolutionInputGradient? {
    context.inputGradient.map { .plain($0) }
  }
}

/// In training, a batch normalisation, the ReLU and perhaps the pooling after it.
///
/// The layer before it differentiates the normalisation: see ``LayerContext/sumsGradient(_:)``.
struct NormalizedInputStage: InputStage {
  let normalization: BatchNormalizationLayer

  var inputShape: Shape { normalization.inputShape }
  var parameterCount: Int { normalization.parameterCount }
  var derivedCount: Int { NormalizationTable.count(channels: inputShape.channels) }
  /// The argmax of pooled windows.
  var savedCount: Int { normalization.savedCount }
  var statisticsShards: Int { normalization.shards }

  func input(_ context: LayerContext) -> ConvolutionInput {
    let table = table(at: context.derived)
    guard let argmax = normalization.epilogue.argmax(context.saved) else {
      return .normalized(context.input, table)
    }
    return .normalizedAndPooled(context.input, table, argmax: argmax)
  }

  func inputGradient(_ context: LayerContext) -> ConvolutionInputGradient? {
    context.inputGradient.map {
      .normalized(
        $0, scales: context.parameterGradient + normalization.scaleOffset,
        shifts: context.parameterGradient + normalization.shiftOffset)
    }
  }

  func statistics(_ context: LayerContext) {
    normalization.writeStatistics(context, to: table(at: context.derived))
  }

  func statisticsGradient(_ context: LayerContext) {
    normalization.writeMeanGradients(context, to: table(at: context.derived))
  }

  func normalizedInput(_ memory: NormalizedInputMemory) -> NormalizedSums? {
    NormalizedSums(
      sums: memory.input, table: table(at: memory.derived),
      argmax: normalization.epilogue.argmax(memory.saved).map { .init($0) },
      weights: memory.weights)
  }

  private func table(at derived: UnsafeMutablePointer<Float>) -> NormalizationTable {
    NormalizationTable(at: derived, channels: inputShape.channels)
  }
}
