import KernelInterface

/// `y = W x + b` with a large `W`: cut by rows and columns of `W`, for all blocks at once.
///
/// Each weight is fetched once for the whole batch, and each part of the gradient is written by
/// one worker only, straight to its place.
struct WideDenseLayer: Layer {
  let inputShape: Shape
  let outputShape: Shape
  let hasBias: Bool

  /// Outputs of a forward part: one register tile.
  private static let rowsPerPart = 12
  /// Inputs of a backward part: four vectors of weights in each row.
  private static let columnsPerPart = 64

  private var inputs: Int { inputShape.count }
  private var outputs: Int { outputShape.count }
  private var biasOffset: Int { ParameterTensor.aligned(inputs * outputs) }

  /// A backward part's input, transposed, for at most this many blocks at a time.
  private static let blocksPerTranspose = 64

  var scratchCount: Int { Self.columnsPerPart * Self.blocksPerTranspose }

  func forwardScope(training: Bool) -> Scope {
    .batch(parts: (outputs + Self.rowsPerPart - 1) / Self.rowsPerPart)
  }

  var backwardScope: Scope {
    .batch(parts: (inputs + Self.columnsPerPart - 1) / Self.columnsPerPart)
  }

  func forward(_ pass: LayerPass) {
    let first = pass.part * Self.rowsPerPart
    let geometry = MatrixProductGeometry(
      rows: min(Self.rowsPerPart, outputs - first), depth: inputs, blocks: pass.blocks,
      rowStride: inputs, depthStride: 1, inputBlockStride: pass.blockStride,
      outputBlockStride: pass.blockStride)
    pass.kernels.multiply(
      geometry, weights: pass.parameters + first * inputs,
      bias: hasBias ? pass.parameters + biasOffset + first : nil,
      pass.input, into: pass.output + first)
  }

  func backward(_ pass: LayerPass) {
    let first = pass.part * Self.columnsPerPart
    let columns = min(Self.columnsPerPart, inputs - first)
    for row in 0..<outputs {
      (pass.parameterGradient + row * inputs + first).update(repeating: 0, count: columns)
    }
    for start in stride(from: 0, to: pass.blocks, by: Self.blocksPerTranspose) {
      addWeightGradient(
        pass, first, columns, start..<min(start + Self.blocksPerTranspose, pass.blocks))
    }
    if hasBias && pass.part == 0 {
      let sums = pass.parameterGradient + biasOffset
      sums.update(repeating: 0, count: outputs)
      for block in 0..<pass.blocks {
        pass.kernels.addPlaneSums(
          planes: outputs, size: 1, pass.outputGradient + block * pass.blockStride, to: sums)
      }
    }
    guard let inputGradient = pass.inputGradient else { return }
    let product = MatrixProductGeometry(
      rows: columns, depth: outputs, blocks: pass.blocks, rowStride: 1, depthStride: inputs,
      inputBlockStride: pass.blockStride, outputBlockStride: pass.blockStride)
    pass.kernels.multiply(
      product, weights: pass.parameters + first, bias: nil, pass.outputGradient,
      into: inputGradient + first)
  }

  private func addWeightGradient(
    _ pass: LayerPass, _ first: Int, _ columns: Int, _ blocks: Range<Int>
  ) {
    let transposed = UnsafeMutableRawPointer(pass.scratch).assumingMemoryBound(to: Float.self)
    let sampleStride = ParameterTensor.aligned(columns)
    for (position, block) in blocks.enumerated() {
      pass.kernels.transposeBack(
        count: columns, pass.input + block * pass.blockStride + first,
        into: transposed + position * 16 * sampleStride, rowStride: sampleStride)
    }
    let outer = OuterProductGeometry(
      rows: outputs, columns: columns, blocks: blocks.count, blockStride: pass.blockStride,
      sampleStride: sampleStride, rowStride: inputs)
    pass.kernels.addOuterProduct(
      outer, outputGradient: pass.outputGradient + blocks.lowerBound * pass.blockStride,
      transposedInput: transposed, to: pass.parameterGradient + first)
  }
}
