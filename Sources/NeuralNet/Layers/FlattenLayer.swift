/// Channels, rows and columns as one axis: in a block the features already lie in that order.
struct FlattenLayer: Layer {
  let inputShape: Shape

  var outputShape: Shape { Shape(channels: inputShape.count) }
  var canWorkInPlace: Bool { true }

  func forward(_ pass: LayerPass) {
    guard pass.output != pass.input else { return }
    pass.output.update(from: pass.input, count: inputShape.count)
  }

  func backward(_ pass: LayerPass) {
    guard let inputGradient = pass.inputGradient, inputGradient != pass.outputGradient else {
      return
    }
    inputGradient.update(from: pass.outputGradient, count: inputShape.count)
  }
}
