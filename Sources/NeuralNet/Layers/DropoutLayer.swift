import RecognizerKernelInterface

/// Drops features while training.
///
/// The others are scaled up, so that inference needs no scaling (Srivastava et al. 2014).
struct DropoutLayer: Layer {
  let inputShape: Shape
  let probability: Float

  var outputShape: Shape { inputShape }

  func forward(_ context: LayerContext) {
    guard context.training else {
      context.output.update(from: context.input, count: inputShape.count)
      return
    }
    context.kernels.drop(
      count: inputShape.count, probability: probability, key: context.key, context.input,
      into: context.output)
  }

  /// The same key drops the same features.
  func backward(_ context: LayerContext) {
    guard let inputGradient = context.inputGradient else { return }
    context.kernels.drop(
      count: inputShape.count, probability: probability, key: context.key, context.outputGradient,
      into: inputGradient)
  }
}
