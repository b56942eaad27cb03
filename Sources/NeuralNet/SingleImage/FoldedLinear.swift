import RecognizerKernelInterface

/// The weights of a convolution or of a dense layer, and what can be made part of them.
struct FoldedLinear {
  let input: Shape
  let output: Shape
  let kernelHeight: Int
  let kernelWidth: Int
  let stride: Int
  let padding: Int
  /// `[output][input channel][row][column]`, as the network has them.
  private let weights: ArraySlice<Float>
  /// The factor of the weights of each output.
  private var factors: [Float]
  private var bias: [Float]
  /// Whether a ReLU follows.
  var rectifies = false

  init(
    input: Shape, output: Shape, kernelHeight: Int, kernelWidth: Int, stride: Int, padding: Int,
    weights: ArraySlice<Float>, bias: ArraySlice<Float>?
  ) {
    self.input = input
    self.output = output
    self.kernelHeight = kernelHeight
    self.kernelWidth = kernelWidth
    self.stride = stride
    self.padding = padding
    self.weights = weights
    self.bias = bias.map { Array($0) } ?? [Float](repeating: 0, count: output.channels)
    factors = [Float](repeating: 1, count: output.channels)
  }

  /// Batch normalisation by running statistics: a factor and an offset for each output.
  mutating func normalize(
    scale: ArraySlice<Float>, shift: ArraySlice<Float>, mean: ArraySlice<Float>,
    variance: ArraySlice<Float>, epsilon: Float
  ) {
    for (output, ((scale, shift), (mean, variance))) in zip(
      zip(scale, shift), zip(mean, variance)
    ).enumerated() {
      let factor = scale / (variance + epsilon).squareRoot()
      factors[output] *= factor
      bias[output] = (bias[output] - mean) * factor + shift
    }
  }

  /// Weights in the order in which ``KernelSet/convolveSingleImage(_:_:weights:bias:into:)`` reads
  /// them; what is missing to whole vectors of outputs is zero.
  func packedWeights() -> VectorBuffer {
    let places = kernelHeight * kernelWidth
    let width = ParameterTensor.aligned(output.channels)
    let packed = VectorBuffer(floats: places * input.channels * width)
    weights.withUnsafeBufferPointer { weights in
      // Read in one go for each output: the other order, written in one go, jumps from page to
      // page in what it reads.
      for first in Swift.stride(from: 0, to: input.channels, by: 16) {
        let channels = min(16, input.channels - first)
        let group = packed.floats + first * places * width
        for (output, factor) in factors.enumerated() {
          var source = (output * input.channels + first) * places
          for channel in 0..<channels {
            for place in 0..<places {
              group[(place * channels + channel) * width + output] = factor * weights[source]
              source += 1
            }
          }
        }
      }
    }
    return packed
  }

  /// The bias, rounded up to whole vectors with zeros.
  func packedBias() -> VectorBuffer {
    let packed = VectorBuffer(floats: output.channels)
    for output in bias.indices { packed.floats[output] = bias[output] }
    return packed
  }
}
