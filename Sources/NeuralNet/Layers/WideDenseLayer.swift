import KernelInterface

/// `y = W x + b` with a large `W`: cut by rows and columns of `W`, for all blocks at once, so that
/// each weight is fetched once for the whole batch.
struct WideDenseLayer: Layer {
  let inputShape: Shape
  let outputShape: Shape
  let hasBias: Bool

  /// Outputs of a forward part: one register tile.
  private static let rowsPerPart = 12
  /// Inputs of a backward part.
  private static let columnsPerPart = 64

  private var inputs: Int { inputShape.count }
  private var outputs: Int { outputShape.count }
  private var gradient: DenseGradient {
    DenseGradient(inputs: inputs, outputs: outputs, hasBias: hasBias)
  }

  var multiplyAdds: Int { inputs * outputs }
  var scratchCount: Int { DenseGradient.scratchCount }
  var gradientParts: [GradientPart] { gradient.parts }

  func forwardScope(training: Bool) -> Scope {
    .batch(parts: (outputs + Self.rowsPerPart - 1) / Self.rowsPerPart)
  }

  var backwardScope: Scope {
    .batch(parts: (inputs + Self.columnsPerPart - 1) / Self.columnsPerPart)
  }

  func forward(_ pass: LayerPass) {
    let first = pass.part * Self.rowsPerPart
    let geometry = MatrixProductGeometry(
      rows: min(Self.rowsPerPart, outputs - first), depth: inputs, columns: pass.blocks,
      rowStride: inputs, depthStride: 1, inputColumnStride: pass.blockStride,
      outputColumnStride: pass.blockStride)
    pass.kernels.multiply(
      geometry, weights: pass.parameters + first * inputs,
      bias: hasBias ? pass.parameters + ParameterTensor.aligned(inputs * outputs) + first : nil,
      pass.input, into: pass.output + first)
  }

  func backward(_ pass: LayerPass) {
    guard let inputGradient = pass.inputGradient else { return }
    let first = pass.part * Self.columnsPerPart
    let product = MatrixProductGeometry(
      rows: min(Self.columnsPerPart, inputs - first), depth: outputs, columns: pass.blocks,
      rowStride: 1, depthStride: inputs, inputColumnStride: pass.blockStride,
      outputColumnStride: pass.blockStride)
    pass.kernels.multiply(
      product, weights: pass.parameters + first, bias: nil, pass.outputGradient,
      into: inputGradient + first)
  }

  func parameterGradient(_ pass: LayerPass) { gradient.compute(pass) }
}
