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
