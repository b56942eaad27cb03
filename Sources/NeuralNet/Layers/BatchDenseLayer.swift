import RecognizerKernelInterface

/// `y = W x + b` with a large `W`: cut by rows and columns of `W`, for all blocks at once, so that
/// each weight is fetched once for the whole batch.
struct BatchDenseLayer: Layer {
  let inputShape: Shape
  let outputShape: Shape
  let hasBias: Bool

  /// Outputs of a forward part: one register tile.
  private static let rowsPerPart = 12
  /// Inputs of a backward part.
  private static let columnsPerShard = 64

  private var inputs: Int { inputShape.count }
  private var outputs: Int { outputShape.count }
  private var gradient: DenseGradient {
    DenseGradient(inputs: inputs, outputs: outputs, hasBias: hasBias)
  }

  var multiplyAdds: Int { inputs * outputs }
  var scratchCount: Int { DenseGradient.scratchCount }
  var gradientShards: [LayerGradientShard] { gradient.shards }

  func forwardSharding(training: Bool) -> Sharding {
    .batch(shards: (outputs + Self.rowsPerPart - 1) / Self.rowsPerPart)
  }

  var backwardSharding: Sharding {
    .batch(shards: (inputs + Self.columnsPerShard - 1) / Self.columnsPerShard)
  }

  func forward(_ context: LayerContext) {
    let first = context.shard * Self.rowsPerPart
    let geometry = MatrixProductGeometry(
      rows: min(Self.rowsPerPart, outputs - first), depth: inputs, columns: context.blocks,
      rowStride: inputs, depthStride: 1, inputColumnStride: context.blockStride,
      outputColumnStride: context.blockStride)
    context.kernels.multiply(
      geometry, weights: context.parameters + first * inputs,
      bias: hasBias ? context.parameters + ParameterTensor.aligned(inputs * outputs) + first : nil,
      context.input, into: context.output + first)
  }

  func backward(_ context: LayerContext) {
    guard let inputGradient = context.inputGradient else { return }
    let first = context.shard * Self.columnsPerShard
    let product = MatrixProductGeometry(
      rows: min(Self.columnsPerShard, inputs - first), depth: outputs, columns: context.blocks,
      rowStride: 1, depthStride: inputs, inputColumnStride: context.blockStride,
      outputColumnStride: context.blockStride)
    context.kernels.multiply(
      product, weights: context.parameters + first, bias: nil, context.outputGradient,
      into: inputGradient + first)
  }

  func parameterGradient(_ context: LayerContext) { gradient.compute(context) }
}
