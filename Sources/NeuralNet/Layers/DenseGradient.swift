import RecognizerKernelInterface

/// The gradient to a dense layer's parameters, for all blocks at once and straight to its place:
/// a gradient for each block would cost more memory traffic than the products themselves.
///
/// It is cut by columns of the weights; the bias is a part of its own.
struct DenseGradient {
  let inputs: Int
  let outputs: Int
  let hasBias: Bool

  /// The most columns of a part: a row of it is long enough to be fetched ahead, and the part
  /// stays in a core's own cache from the product to the optimiser.
  private static let mostColumns = 256
  /// A part's input is transposed for at most this many blocks at a time.
  private static let blocksPerTranspose = 16

  static let scratchCount = mostColumns * blocksPerTranspose

  /// Four vectors of weights or a multiple, for eight parts or more.
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

  /// The columns of a part that computes weights.
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
      context.kernels.addPlaneSums(
        planes: outputs, size: 1, context.outputGradient + block * context.blockStride, to: sums)
    }
  }
}
