import RecognizerKernelInterface

/// `exp(x) / sum(exp(x))` over all features of a sample.
struct SoftmaxLayer: Layer {
  let inputShape: Shape

  var outputShape: Shape { inputShape }
  var canWorkInPlace: Bool { true }
  var backwardReadsOutput: Bool { true }

  func forward(_ context: LayerContext) {
    context.kernels.softmax(count: inputShape.count, context.input, into: context.output)
  }

  func backward(_ context: LayerContext) {
    guard let inputGradient = context.inputGradient else { return }
    context.kernels.softmaxGradient(
      count: inputShape.count, output: context.output, outputGradient: context.outputGradient,
      into: inputGradient)
  }
}
