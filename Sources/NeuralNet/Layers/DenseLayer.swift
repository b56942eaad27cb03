import KernelInterface

/// `y = W x + b`: all features to `outputs` features, a block at a time.
///
/// `W` is `[outputs, inputs]`. Backward needs the input only. Where `W` is large,
/// ``WideDenseLayer`` takes its place.
struct DenseLayer: Layer {
  let inputShape: Shape
  let outputShape: Shape
  let hasBias: Bool

  /// From this many weights on a layer is cut by rows and columns instead of by blocks: the
  /// weights no longer stay in a core's own cache.
  static let wideFrom = 1 << 17

  private var inputs: Int { inputShape.count }
  private var outputs: Int { outputShape.count }
  private var gradient: DenseGradient {
    DenseGradient(inputs: inputs, outputs: outputs, hasBias: hasBias)
  }

  var multiplyAdds: Int { inputs * outputs }
  var scratchCount: Int { DenseGradient.scratchCount }
  var gradientParts: [GradientPart] { gradient.parts }

  func forward(_ pass: LayerPass) {
    let geometry = MatrixProductGeometry(
      rows: outputs, depth: inputs, columns: 1, rowStride: inputs, depthStride: 1,
      inputColumnStride: 0, outputColumnStride: 0)
    pass.kernels.multiply(
      geometry, weights: pass.parameters,
      bias: hasBias ? pass.parameters + ParameterTensor.aligned(inputs * outputs) : nil,
      pass.input, into: pass.output)
  }

  func backward(_ pass: LayerPass) {
    guard let inputGradient = pass.inputGradient else { return }
    let product = MatrixProductGeometry(
      rows: inputs, depth: outputs, columns: 1, rowStride: 1, depthStride: inputs,
      inputColumnStride: 0, outputColumnStride: 0)
    pass.kernels.multiply(
      product, weights: pass.parameters, bias: nil, pass.outputGradient, into: inputGradient)
  }

  func parameterGradient(_ pass: LayerPass) { gradient.compute(pass) }
}
