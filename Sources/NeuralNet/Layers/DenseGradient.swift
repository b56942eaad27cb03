import KernelInterface

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
  private var columnsPerPart: Int { min(Self.mostColumns, max(64, inputs / 8 / 64 * 64)) }
  private var weightParts: Int { (inputs + columnsPerPart - 1) / columnsPerPart }
  private var biasOffset: Int { ParameterTensor.aligned(inputs * outputs) }

  var parts: [GradientPart] {
    let weights = (0..<weightParts).map { part in
      let columns = columns(of: part)
      return GradientPart(
        region: ParameterRegion(
          offset: columns.lowerBound, rows: outputs, columns: columns.count, rowStride: inputs),
        role: .weight)
    }
    let bias = GradientPart(
      region: ParameterRegion(biasOffset..<biasOffset + outputs), role: .bias)
    return weights + (hasBias ? [bias] : [])
  }

  func compute(_ pass: LayerPass) {
    guard pass.part < weightParts else { return computeBias(pass) }
    let columns = columns(of: pass.part)
    for row in 0..<outputs {
      (pass.parameterGradient + row * inputs + columns.lowerBound)
        .update(repeating: 0, count: columns.count)
    }
    for start in stride(from: 0, to: pass.blocks, by: Self.blocksPerTranspose) {
      addWeights(pass, columns, start..<min(start + Self.blocksPerTranspose, pass.blocks))
    }
  }

  /// The columns of a part that computes weights.
  private func columns(of part: Int) -> Range<Int> {
    let first = part * columnsPerPart
    return first..<min(first + columnsPerPart, inputs)
  }

  private func addWeights(_ pass: LayerPass, _ columns: Range<Int>, _ blocks: Range<Int>) {
    let transposed = UnsafeMutableRawPointer(pass.scratch).assumingMemoryBound(to: Float.self)
    let sampleStride = ParameterTensor.aligned(columns.count)
    for (position, block) in blocks.enumerated() {
      pass.kernels.transposeBack(
        count: columns.count, pass.input + block * pass.blockStride + columns.lowerBound,
        into: transposed + position * 16 * sampleStride, rowStride: sampleStride)
    }
    let outer = OuterProductGeometry(
      rows: outputs, columns: columns.count, terms: blocks.count, termStride: pass.blockStride,
      sampleStride: sampleStride, rowStride: inputs)
    pass.kernels.addOuterProduct(
      outer, outputGradient: pass.outputGradient + blocks.lowerBound * pass.blockStride,
      transposedInput: transposed, to: pass.parameterGradient + columns.lowerBound)
  }

  private func computeBias(_ pass: LayerPass) {
    let sums = pass.parameterGradient + biasOffset
    sums.update(repeating: 0, count: outputs)
    for block in 0..<pass.blocks {
      pass.kernels.addPlaneSums(
        planes: outputs, size: 1, pass.outputGradient + block * pass.blockStride, to: sums)
    }
  }
}
