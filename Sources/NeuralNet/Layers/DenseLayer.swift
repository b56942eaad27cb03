import RecognizerKernelInterface

/// `y = W x + b`: all features to `outputs` features, a block at a time.
///
/// `W` is `[outputs, inputs]`. Backward needs the input only. Where `W` is large,
/// ``BatchDenseLayer`` takes its place.
struct DenseLayer: Layer {
  let inputShape: Shape
  let outputShape: Shape
  let hasBias: Bool

  /// From this many weights on a layer is cut by rows and columns instead of by blocks: the
  /// weights no longer stay in a core's own cache.
  static let batchwiseFrom = 1 << 17

  private var inputs: Int { inputShape.count }
  private var outputs: Int { outputShape.count }
  private var gradient: DenseGradient {
    DenseGradient(inputs: inputs, outputs: outputs, hasBias: hasBias)
  }

  var multiplyAdds: Int { inputs * outputs }
  var scratchCount: Int { DenseGradient.scratchCount }
  var gradientShards: [LayerGradientShard] { gradient.shards }

  func forward(_ context: LayerContext) {
    let geometry = MatrixProductGeometry(
      rows: outputs, depth: inputs, columns: 1, rowStride: inputs, depthStride: 1,
      inputColumnStride: 0, outputColumnStride: 0)
    context.kernels.multiply(
      geometry, weights: context.parameters,
      bias: hasBias ? context.parameters + ParameterTensor.aligned(inputs * outputs) : nil,
      context.input, into: context.output)
  }

  func backward(_ context: LayerContext) {
    guard let inputGradient = context.inputGradient else { return }
    let product = MatrixProductGeometry(
      rows: inputs, depth: outputs, columns: 1, rowStride: 1, depthStride: inputs,
      inputColumnStride: 0, outputColumnStride: 0)
    context.kernels.multiply(
      product, weights: context.parameters, bias: nil, context.outputGradient, into: inputGradient)
  }

  func parameterGradient(_ context: LayerContext) { gradient.compute(context) }
}

// MARK: - Large layers

/// `y = W x + b` with a large `W`: cut by rows and columns of `W`, for all blocks at once, so that
/// each weight is fetched once for the whole batch.
struct BatchDenseLayer: Layer {
  let inputShape: Shape
  let outputShape: Shape
  let hasBias: Bool

  /// Outputs of a forward shard: one register tile.
  private static let rowsPerShard = 12
  /// Inputs of a backward shard.
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
    .batch(shards: (outputs + Self.rowsPerShard - 1) / Self.rowsPerShard)
  }

  var backwardSharding: Sharding {
    .batch(shards: (inputs + Self.columnsPerShard - 1) / Self.columnsPerShard)
  }

  func forward(_ context: LayerContext) {
    let first = context.shard * Self.rowsPerShard
    let geometry = MatrixProductGeometry(
      rows: min(Self.rowsPerShard, outputs - first), depth: inputs, columns: context.blocks,
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

// MARK: - Gradient

/// The gradient with respect to a dense layer's parameters, for all blocks at once and straight to
/// its place: a gradient for each block would cost more memory traffic than the products themselves.
///
/// It is cut by columns of the weights; the bias is a shard of its own.
struct DenseGradient {
  let inputs: Int
  let outputs: Int
  let hasBias: Bool

  /// The most columns of a shard: a row of it is long enough to be fetched ahead, and the shard
  /// stays in a core's own cache from the product to the optimiser.
  private static let mostColumns = 256
  /// A shard's input is transposed for at most this many blocks at a time.
  private static let blocksPerTranspose = 16

  static let scratchCount = mostColumns * blocksPerTranspose

  /// Four vectors of weights or a multiple, for eight shards or more.
  private var columnsPerShard: Int { min(Self.mostColumns, max(64, inputs / 8 / 64 * 64)) }
  private var weightShards: Int { (inputs + columnsPerShard - 1) / columnsPerShard }
  private var biasOffset: Int { ParameterTensor.aligned(inputs * outputs) }

  var shards: [LayerGradientShard] {
    let weights = (0..<weightShards).map { shard in
      let columns = columns(of: shard)
      return LayerGradientShard(
        region: ParameterRegion(
          offset: columns.lowerBound, rows: outputs, columns: columns.count, rowStride: inputs),
        role: .weight)
    }
    let bias = LayerGradientShard(
      region: ParameterRegion(biasOffset..<biasOffset + outputs), role: .bias)
    return weights + (hasBias ? [bias] : [])
  }

  func compute(_ context: LayerContext) {
    guard context.shard < weightShards else { return computeBias(context) }
    let columns = columns(of: context.shard)
    for row in 0..<outputs {
      (context.parameterGradient + row * inputs + columns.lowerBound)
        .update(repeating: 0, count: columns.count)
    }
    for start in stride(from: 0, to: context.blocks, by: Self.blocksPerTranspose) {
      addWeights(context, columns, start..<min(start + Self.blocksPerTranspose, context.blocks))
    }
  }

  /// The columns of a shard of the weights.
  private func columns(of shard: Int) -> Range<Int> {
    let first = shard * columnsPerShard
    return first..<min(first + columnsPerShard, inputs)
  }

  private func addWeights(_ context: LayerContext, _ columns: Range<Int>, _ blocks: Range<Int>) {
    let transposed = UnsafeMutableRawPointer(context.scratch).assumingMemoryBound(to: Float.self)
    let sampleStride = ParameterTensor.aligned(columns.count)
    for block in blocks {
      context.kernels.transposeBack(
        count: columns.count, context.input + block * context.blockStride + columns.lowerBound,
        into: transposed + (block - blocks.lowerBound) * 16 * sampleStride, rowStride: sampleStride)
    }
    let outer = OuterProductGeometry(
      rows: outputs, columns: columns.count, terms: blocks.count, termStride: context.blockStride,
      sampleStride: sampleStride, rowStride: inputs)
    context.kernels.addOuterProduct(
      outer, outputGradient: context.outputGradient + blocks.lowerBound * context.blockStride,
      transposedInput: transposed, to: context.parameterGradient + columns.lowerBound)
  }

  private func computeBias(_ context: LayerContext) {
    let sums = context.parameterGradient + biasOffset
    sums.update(repeating: 0, count: outputs)
    for block in 0..<context.blocks {
      context.kernels.addBiasGradient(
        channels: outputs, size: 1,
        outputGradient: context.outputGradient + block * context.blockStride, to: sums)
    }
  }
}
