import RecognizerKernelInterface

/// A function of each feature; the derivative is computed from the output.
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

/// Channels, rows and columns as one axis: in a block the features already lie in that order.
struct FlattenLayer: Layer {
  let inputShape: Shape

  var outputShape: Shape { Shape(channels: inputShape.count) }
  var canWorkInPlace: Bool { true }

  func forward(_ context: LayerContext) {
    guard context.output != context.input else { return }
    context.output.update(from: context.input, count: inputShape.count)
  }

  func backward(_ context: LayerContext) {
    guard let inputGradient = context.inputGradient, inputGradient != context.outputGradient else {
      return
    }
    inputGradient.update(from: context.outputGradient, count: inputShape.count)
  }
}
