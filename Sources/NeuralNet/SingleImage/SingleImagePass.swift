import RecognizerKernelInterface

/// A network that answers for one sample at a time.
///
/// A block would leave fifteen lanes of every vector idle; here a vector holds sixteen channels of
/// one place. Weights are brought into the order in which the kernels read them, and all memory is
/// allocated, once.
final class SingleImagePass {
  private let kernels: any KernelSet.Type
  private let input: SingleImageFeatures
  private let output: SingleImageFeatures
  private let layers: [any SingleImageLayer]
  private let staging: VectorBuffer

  /// Nothing if the network has a layer that works on blocks only.
  init?(_ network: Network, parameters: [Float], kernels: any KernelSet.Type) {
    guard let steps = network.singleImageSteps(parameters) else { return nil }
    self.kernels = kernels
    let first = SingleImageFeatures(
      network.architecture.input, margin: steps[...].paddingWanted)
    var features = first
    var layers: [any SingleImageLayer] = []
    for (index, step) in steps.enumerated() {
      let margin = steps[(index + 1)...].paddingWanted
      let before = features
      switch step {
      case .linear(let map):
        features = SingleImageFeatures(map.outputShape, margin: margin)
        layers.append(SingleImageConvolution(map, from: before, to: features))
      case .pooling(let kind, let size, let stride):
        let shape = before.shape.pooled(size: size, stride: stride)
        features = SingleImageFeatures(shape, margin: margin)
        layers.append(
          SingleImagePooling(kind, size: size, stride: stride, from: before, to: features))
      case .activation(let activation):
        layers.append(SingleImageActivation(activation: activation, features: features))
      case .softmax:
        layers.append(SingleImageSoftmax(features: features))
      }
    }
    self.layers = layers
    input = first
    output = features
    staging = VectorBuffer(floats: network.inputCount)
  }

  /// Writes the outputs of one sample.
  ///
  /// - Parameter load: writes the sample's features.
  func run(
    into outputs: UnsafeMutablePointer<Float>,
    load: (_ features: UnsafeMutableBufferPointer<Float>) -> Void
  ) {
    load(UnsafeMutableBufferPointer(start: staging.floats, count: input.shape.count))
    input.write(staging.floats)
    for layer in layers { layer.run(kernels) }
    output.read(into: outputs)
  }
}

extension ArraySlice<SingleImageStep> {
  /// The padding of the next convolution, if nothing moves the features before it.
  fileprivate var paddingWanted: Int {
    for step in self {
      switch step {
      case .linear(let map): return map.padding
      case .pooling: return 0
      case .activation, .softmax: continue
      }
    }
    return 0
  }
}
