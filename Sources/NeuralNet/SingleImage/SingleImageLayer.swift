import RecognizerKernelInterface

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A step with its place in memory.
protocol SingleImageLayer {
  func run(_ kernels: any KernelSet.Type)
}

/// A convolution or a dense layer.
struct SingleImageConvolution: SingleImageLayer {
  private let geometry: SingleImageConvolutionGeometry
  private let weights: VectorBuffer
  private let bias: VectorBuffer
  private let input: SingleImageFeatures
  private let output: SingleImageFeatures

  init(_ map: FoldedLinear, from input: SingleImageFeatures, to output: SingleImageFeatures) {
    self.input = input
    self.output = output
    weights = map.packedWeights()
    bias = map.packedBias()
    geometry = SingleImageConvolutionGeometry(
      inputChannels: map.input.channels, input: input.layout, kernelHeight: map.kernelHeight,
      kernelWidth: map.kernelWidth, stride: map.stride, outputVectors: output.planes,
      output: output.layout, outputHeight: output.shape.height, outputWidth: output.shape.width,
      rectifies: map.rectifies)
  }

  func run(_ kernels: any KernelSet.Type) {
    kernels.convolveSingleImage(
      geometry, input.padded, weights: weights.vectors, bias: bias.vectors, into: output.vectors)
  }
}

/// The largest or the mean value of each window.
struct SingleImagePooling: SingleImageLayer {
  let kind: PoolingKind
  private let geometry: PoolingGeometry
  private let input: SingleImageFeatures
  private let output: SingleImageFeatures

  init(
    _ kind: PoolingKind, size: Int, stride: Int, from input: SingleImageFeatures,
    to output: SingleImageFeatures
  ) {
    self.kind = kind
    self.input = input
    self.output = output
    geometry = PoolingGeometry(
      planes: input.planes, input: input.layout, output: output.layout,
      outputHeight: output.shape.height, outputWidth: output.shape.width, size: size,
      stride: stride)
  }

  func run(_ kernels: any KernelSet.Type) {
    switch kind {
    case .largest: kernels.maxPool(geometry, input.vectors, into: output.vectors)
    case .mean: kernels.averagePool(geometry, input.vectors, into: output.vectors)
    }
  }
}

/// A function of each feature, in place; row by row, because the margins stay zero.
struct SingleImageActivation: SingleImageLayer {
  let activation: Activation
  let features: SingleImageFeatures

  func run(_ kernels: any KernelSet.Type) {
    let layout = features.layout
    for plane in 0..<features.planes {
      for y in 0..<features.shape.height {
        let row = features.vectors + plane * layout.plane + y * layout.row
        kernels.activate(activation, count: features.shape.width, row, into: row)
      }
    }
  }
}

/// `exp(x) / sum(exp(x))` over all channels of the only place, in place.
struct SingleImageSoftmax: SingleImageLayer {
  let features: SingleImageFeatures

  func run(_: any KernelSet.Type) {
    let values = UnsafeMutableRawBufferPointer(
      start: features.vectors, count: features.shape.channels * MemoryLayout<Float>.size
    ).assumingMemoryBound(to: Float.self)
    let largest = values.max() ?? 0
    var sum: Float = 0
    for i in values.indices {
      values[i] = expf(values[i] - largest)
      sum += values[i]
    }
    for i in values.indices { values[i] /= sum }
  }
}
