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
