import KernelInterface

/// `exp(x) / sum(exp(x))` over all features of a sample.
struct SoftmaxLayer: Layer {
  let inputShape: Shape

  var outputShape: Shape { inputShape }
  var canWorkInPlace: Bool { true }
  var backwardReadsOutput: Bool { true }

  func forward(_ pass: LayerPass) {
    pass.kernels.softmax(count: inputShape.count, pass.input, into: pass.output)
  }

  func backward(_ pass: LayerPass) {
    guard let inputGradient = pass.inputGradient else { return }
    pass.kernels.softmaxGradient(
      count: inputShape.count, output: pass.output, outputGradient: pass.outputGradient,
      into: inputGradient)
  }
}
