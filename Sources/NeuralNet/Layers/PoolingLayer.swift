import KernelInterface

/// The largest or the mean value of each window of a plane.
///
/// Windows that would hang over the edge are left out. Backward of the maximum finds the winner
/// again in the input; on a tie the first one in reading order takes the gradient.
struct PoolingLayer: Layer {
  let inputShape: Shape
  let outputShape: Shape
  let kind: PoolingKind
  let size: Int
  let stride: Int

  func forward(_ pass: LayerPass) {
    switch kind {
    case .largest: pass.kernels.maxPool(geometry, pass.input, into: pass.output)
    case .mean: pass.kernels.averagePool(geometry, pass.input, into: pass.output)
    }
  }

  func backward(_ pass: LayerPass) {
    guard let inputGradient = pass.inputGradient else { return }
    switch kind {
    case .largest:
      pass.kernels.maxPoolGradient(
        geometry, pass.input, outputGradient: pass.outputGradient, into: inputGradient)
    case .mean:
      pass.kernels.averagePoolGradient(
        geometry, outputGradient: pass.outputGradient, into: inputGradient)
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

/// What a pooling layer makes of a window.
enum PoolingKind {
  case largest, mean
}
