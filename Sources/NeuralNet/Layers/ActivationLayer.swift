import RecognizerKernelInterface

/// A function of each feature; the derivative follows from the output.
struct ActivationLayer: Layer {
  let inputShape: Shape
  let activation: Activation

  var outputShape: Shape { inputShape }
  var canWorkInPlace: Bool { true }
  var backwardReadsOutput: Bool { true }

  func forward(_ context: LayerContext) {
    context.kernels.activate(
      activation, count: inputShape.count, context.input, into: context.output)
  }

  func backward(_ context: LayerContext) {
    guard let inputGradient = context.inputGradient else { return }
    if inputGradient != context.outputGradient {
      inputGradient.update(from: context.outputGradient, count: inputShape.count)
    }
    context.kernels.activateGradient(
      activation, count: inputShape.count, output: context.output, gradient: inputGradient)
  }
}
