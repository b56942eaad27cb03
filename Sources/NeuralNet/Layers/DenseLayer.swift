import KernelInterface

/// `y = W x + b`: all features to `outputs` features, a block at a time.
///
/// `W` is `[outputs, inputs]`. Backward needs the input only. Where `W` is large,
/// ``WideDenseLayer`` takes its place.
struct DenseLayer: Layer {
  let inputShape: Shape
  let outputShape: Shape
  let hasBias: Bool

  /// From this many weights on a layer is cut by rows instead of by blocks: the weights no longer
  /// stay in a core's own cache, and a gradient for each block would cost more than it saves.
  static let wideFrom = 1 << 17

  private var inputs: Int { inputShape.count }
  private var outputs: Int { outputShape.count }

  var scratchCount: Int { ParameterTensor.aligned(inputs) }

  func forward(_ pass: LayerPass) {
    let geometry = MatrixProductGeometry(
      rows: outputs, depth: inputs, blocks: 1, rowStride: inputs, depthStride: 1,
      inputBlockStride: 0, outputBlockStride: 0)
    pass.kernels.multiply(
      geometry, weights: pass.parameters,
      bias: hasBias ? pass.parameters + ParameterTensor.aligned(inputs * outputs) : nil,
      pass.input, into: pass.output)
  }

  func backward(_ pass: LayerPass) {
    let transposed = UnsafeMutableRawPointer(pass.scratch).assumingMemoryBound(to: Float.self)
    let sampleStride = ParameterTensor.aligned(inputs)
    pass.kernels.transposeBack(
      count: inputs, pass.input, into: transposed, rowStride: sampleStride)
    let outer = OuterProductGeometry(
      rows: outputs, columns: inputs, blocks: 1, blockStride: 0, sampleStride: sampleStride,
      rowStride: inputs)
    pass.kernels.addOuterProduct(
      outer, outputGradient: pass.outputGradient, transposedInput: transposed,
      to: pass.parameterGradient)
    if hasBias {
      pass.kernels.addPlaneSums(
        planes: outputs, size: 1, pass.outputGradient,
        to: pass.parameterGradient + ParameterTensor.aligned(inputs * outputs))
    }
    guard let inputGradient = pass.inputGradient else { return }
    let product = MatrixProductGeometry(
      rows: inputs, depth: outputs, blocks: 1, rowStride: 1, depthStride: inputs,
      inputBlockStride: 0, outputBlockStride: 0)
    pass.kernels.multiply(
      product, weights: pass.parameters, bias: nil, pass.outputGradient, into: inputGradient)
  }
}
