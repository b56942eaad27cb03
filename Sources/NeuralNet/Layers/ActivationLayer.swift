import KernelInterface

/// A function of each feature; the derivative follows from the output.
struct ActivationLayer: Layer {
  let inputShape: Shape
  let activation: Activation

  var outputShape: Shape { inputShape }
  var canWorkInPlace: Bool { true }
  var backwardReadsOutput: Bool { true }

  func forward(_ pass: LayerPass) {
    pass.kernels.activate(activation, count: inputShape.count, pass.input, into: pass.output)
  }

  func backward(_ pass: LayerPass) {
    guard let inputGradient = pass.inputGradient else { return }
    if inputGradient != pass.outputGradient {
      inputGradient.update(from: pass.outputGradient, count: inputShape.count)
    }
    pass.kernels.activateGradient(
      activation, count: inputShape.count, output: pass.output, gradient: inputGradient)
  }
}
