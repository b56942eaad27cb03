import RecognizerKernelInterface

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where the features of one sample lie between two layers: in planes of vectors that each hold
/// sixteen channels of one position.
struct SingleImageFeatures: Sendable {
  let shape: Shape
  /// Rows and columns of zeros around the features, for a padded convolution that reads them.
  ///
  /// No layer writes there, so they stay zero from one sample to the next.
  let margin: Int
  /// Vectors before the first one, the margin's, in the memory of a sample.
  private let offset: Int

  init(_ shape: Shape, margin: Int, offset: Int) {
    self.shape = shape
    self.margin = margin
    self.offset = offset
  }

  /// Vectors that hold the channels of one position.
  var planes: Int { ParameterTensor.aligned(shape.channels) / 16 }

  var layout: PlaneLayout {
    let row = shape.width + 2 * margin
    return PlaneLayout(row: row, plane: (shape.height + 2 * margin) * row)
  }

  /// The first vector's position after these features.
  var end: Int { offset + planes * layout.plane }

  /// The first vector, which is the margin's if there is one.
  func padded(_ memory: UnsafeMutablePointer<Vector>) -> UnsafeMutablePointer<Vector> {
    memory + offset
  }

  /// The first vector of features.
  func vectors(_ memory: UnsafeMutablePointer<Vector>) -> UnsafeMutablePointer<Vector> {
    memory + offset + margin * (layout.row + 1)
  }

  /// Calls `body` with the first float of every row of every channel, in the order of ``Shape``;
  /// a row has `shape.width` floats, sixteen apart.
  func forEachRow(
    _ memory: UnsafeMutablePointer<Vector>, _ body: (UnsafeMutablePointer<Float>) -> Void
  ) {
    let (first, layout) = (vectors(memory), layout)
    for channel in 0..<shape.channels {
      let plane = first + channel / 16 * layout.plane
      for y in 0..<shape.height {
        let row = UnsafeMutableRawPointer(plane + y * layout.row)
        body(row.assumingMemoryBound(to: Float.self) + channel % 16)
      }
    }
  }
}

/// A layer of a ``SingleImageNetwork``, with its place in the memory of a sample.
protocol SingleImageLayer: Sendable {
  /// Vectors that it needs for a moment.
  var scratchCount: Int { get }

  func run(
    _ memory: UnsafeMutablePointer<Vector>, scratch: UnsafeMutablePointer<Vector>,
    _ kernels: any KernelSet.Type)
}

extension SingleImageLayer {
  var scratchCount: Int { 0 }
}

/// A convolution or a dense layer.
struct SingleImageConvolution: SingleImageLayer {
  private let geometry: SingleImageConvolutionGeometry
  private let usesWinograd: Bool
  private let weights: VectorBuffer
  private let bias: VectorBuffer
  private let input: SingleImageFeatures
  private let output: SingleImageFeatures

  init(
    _ map: FoldedLinear, from input: SingleImageFeatures, to output: SingleImageFeatures,
    kernels: any KernelSet.Type
  ) {
    self.input = input
    self.output = output
    bias = map.packedBias()
    geometry = SingleImageConvolutionGeometry(
      inputChannels: map.input.channels, input: input.layout, kernelHeight: map.kernelHeight,
      kernelWidth: map.kernelWidth, stride: map.stride, outputVectors: output.planes,
      output: output.layout, outputHeight: output.shape.height, outputWidth: output.shape.width,
      rectifies: map.rectifies)
    usesWinograd = geometry.suitsWinograd
    let packed = map.packedWeights()
    guard usesWinograd else {
      weights = packed
      return
    }
    weights = VectorBuffer(vectors: 36 * geometry.inputChannels * geometry.outputVectors)
    let scratch = VectorBuffer(vectors: 18)
    withExtendedLifetime((packed, scratch)) {
      kernels.winogradTransformSingleImageWeights(
        geometry, packed.vectors, scratch: scratch.vectors, into: weights.vectors)
    }
  }

  var scratchCount: Int { usesWinograd ? geometry.winogradScratch : 0 }

  func run(
    _ memory: UnsafeMutablePointer<Vector>, scratch: UnsafeMutablePointer<Vector>,
    _ kernels: any KernelSet.Type
  ) {
    if usesWinograd {
      kernels.winogradConvolveSingleImage(
        geometry, input.padded(memory), weights: weights.vectors, bias: bias.vectors,
        scratch: scratch, into: output.vectors(memory))
    } else {
      kernels.convolveSingleImage(
        geometry, input.padded(memory), weights: weights.vectors, bias: bias.vectors,
        into: output.vectors(memory))
    }
  }
}

/// The largest or the mean value of each window.
struct SingleImagePooling: SingleImageLayer {
  private let kind: PoolingKind
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

  func run(
    _ memory: UnsafeMutablePointer<Vector>, scratch _: UnsafeMutablePointer<Vector>,
    _ kernels: any KernelSet.Type
  ) {
    let (input, output) = (input.vectors(memory), output.vectors(memory))
    switch kind {
    case .largest: kernels.maxPool(geometry, input, into: output)
    case .mean: kernels.averagePool(geometry, input, into: output)
    }
  }
}

/// A function of each feature, in place; row by row, because the margins must stay zero.
struct SingleImageActivation: SingleImageLayer {
  let activation: Activation
  let features: SingleImageFeatures

  func run(
    _ memory: UnsafeMutablePointer<Vector>, scratch _: UnsafeMutablePointer<Vector>,
    _ kernels: any KernelSet.Type
  ) {
    let (first, layout) = (features.vectors(memory), features.layout)
    for plane in 0..<features.planes {
      for y in 0..<features.shape.height {
        let row = first + plane * layout.plane + y * layout.row
        kernels.activate(activation, count: features.shape.width, row, into: row)
      }
    }
  }
}

/// `exp(x) / sum(exp(x))` over all features, in place.
///
/// Only features are touched: the lanes of missing channels would add to the sum, and the margins
/// must stay zero.
struct SingleImageSoftmax: SingleImageLayer {
  let features: SingleImageFeatures

  func run(
    _ memory: UnsafeMutablePointer<Vector>, scratch _: UnsafeMutablePointer<Vector>,
    _: any KernelSet.Type
  ) {
    var largest = -Float.infinity
    forEachFeature(memory) { largest = max(largest, $0.pointee) }
    // Subtracted first, so that no exponential overflows.
    var sum: Float = 0
    forEachFeature(memory) {
      $0.pointee = expf($0.pointee - largest)
      sum += $0.pointee
    }
    forEachFeature(memory) { $0.pointee /= sum }
  }

  private func forEachFeature(
    _ memory: UnsafeMutablePointer<Vector>, _ body: (UnsafeMutablePointer<Float>) -> Void
  ) {
    features.forEachRow(memory) { row in
      for x in 0..<features.shape.width { body(row + 16 * x) }
    }
  }
}
