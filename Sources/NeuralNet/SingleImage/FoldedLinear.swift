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
    var row = packed.floats
    weights.withUnsafeBufferPointer { weights in
      factors.withUnsafeBufferPointer { factors in
        for first in Swift.stride(from: 0, to: input.channels, by: 16) {
          for place in 0..<places {
            for channel in first..<min(first + 16, input.channels) {
              var source = channel * places + place
              for output in factors.indices {
                row[output] = factors[output] * weights[source]
                source += input.channels * places
              }
              row += width
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
