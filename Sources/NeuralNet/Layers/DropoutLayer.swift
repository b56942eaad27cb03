import KernelInterface

/// Drops features while training.
///
/// The others are scaled up, so that inference needs no scaling (Srivastava et al. 2014).
struct DropoutLayer: Layer {
  let inputShape: Shape
  let probability: Float

  var outputShape: Shape { inputShape }

  func forward(_ pass: LayerPass) {
    guard pass.training else {
      pass.output.update(from: pass.input, count: inputShape.count)
      return
    }
    pass.kernels.drop(
      count: inputShape.count, probability: probability, key: pass.key, pass.input,
      into: pass.output)
  }

  /// The same key drops the same features.
  func backward(_ pass: LayerPass) {
    guard let inputGradient = pass.inputGradient else { return }
    pass.kernels.drop(
      count: inputShape.count, probability: probability, key: pass.key, pass.outputGradient,
      into: inputGradient)
  }
}
