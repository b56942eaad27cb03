import RecognizerKernelInterface

/// The largest or the mean value of each window of a plane.
///
/// Windows that would hang over the edge are omitted. Backward of the maximum finds the winner
/// again in the input; on a tie the first one in reading order takes the gradient.
struct PoolingLayer: Layer {
  let inputShape: Shape
  let outputShape: Shape
  let kind: PoolingKind
  let size: Int
  let stride: Int

  func forward(_ context: LayerContext) {
    switch kind {
    case .largest: context.kernels.maxPool(geometry, context.input, into: context.output)
    case .mean: context.kernels.averagePool(geometry, context.input, into: context.output)
    }
  }

  func backward(_ context: LayerContext) {
    guard let inputGradient = context.inputGradient else { return }
    switch kind {
    case .largest:
      context.kernels.maxPoolGradient(
        geometry, context.input, outputGradient: context.outputGradient, into: inputGradient)
    case .mean:
      context.kernels.averagePoolGradient(
        geometry, outputGradient: context.outputGradient, into: inputGradient)
    }
  }

  private var geometry: PoolingGeometry {
    PoolingGeometry(
      planes: inputShape.channels,
      input: PlaneLayout(row: inputShape.width, plane: inputShape.height * inputShape.width),
      output: PlaneLayout(row: outputShape.width, plane: outputShape.height * outputShape.width),
      outputHeight: outputShape.height, outputWidth: outputShape.width, size: size, stride: stride)
  }
}

/// The function of a window in a pooling layer.
enum PoolingKind {
  case largest, mean
}
