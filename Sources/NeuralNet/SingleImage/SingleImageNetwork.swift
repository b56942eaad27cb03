import RecognizerKernelInterface

/// A network that answers for one sample at a time.
///
/// A block would leave fifteen lanes of every vector idle; here a vector holds sixteen channels of
/// one position. Weights are brought into the order in which the kernels read them once, and any
/// number of calls may share them, each with a memory of its own.
struct SingleImageNetwork: Sendable {
  private let layers: [any SingleImageLayer]
  private let input: SingleImageFeatures
  private let output: SingleImageFeatures
  /// Vectors of the features of all layers, and of what they need for a moment.
  private let featureVectors: Int
  private let scratchVectors: Int

  /// - Returns: `nil` unless ``Network/answersSingleImages``.
  init?(_ network: Network, _ weights: Weights, _ kernels: any KernelSet.Type) {
    guard let steps = network.singleImageSteps(weights) else { return nil }
    input = SingleImageFeatures(
      network.architecture.input, margin: steps[...].paddingWanted, offset: 0)
    var features = input
    var layers: [any SingleImageLayer] = []
    for (index, step) in steps.enumerated() {
      let before = features
      func next(_ shape: Shape) -> SingleImageFeatures {
        SingleImageFeatures(
          shape, margin: steps[(index + 1)...].paddingWanted, offset: before.end)
      }
      switch step {
      case .linear(let map):
        features = next(map.output)
        layers.append(
          SingleImageConvolution(map, from: before, to: features, kernels: kernels))
      case .pooling(let kind, let size, let stride, let output):
        features = next(output)
        layers.append(
          SingleImagePooling(kind, size: size, stride: stride, from: before, to: features))
      case .activation(let activation):
        layers.append(SingleImageActivation(activation: activation, features: features))
      case .softmax:
        layers.append(SingleImageSoftmax(features: features))
      }
    }
    self.layers = layers
    output = features
    featureVectors = features.end
    scratchVectors = layers.map(\.scratchCount).max() ?? 0
  }

  /// Memory for one call at a time of ``run(in:_:into:load:)``.
  func makeMemory() -> VectorBuffer {
    VectorBuffer(
      vectors: featureVectors + scratchVectors + ParameterTensor.aligned(input.shape.count) / 16)
  }

  /// Writes the outputs of one sample.
  ///
  /// - Parameter load: writes the sample's features.
  func run(
    in memory: VectorBuffer, _ kernels: any KernelSet.Type,
    into outputs: UnsafeMutablePointer<Float>,
    load: (_ features: UnsafeMutableBufferPointer<Float>) -> Void
  ) {
    let vectors = memory.vectors
    let scratch = vectors + featureVectors
    let sample = memory.floats + 16 * (featureVectors + scratchVectors)
    load(UnsafeMutableBufferPointer(start: sample, count: input.shape.count))
    var source = UnsafePointer(sample)
    input.forEachRow(vectors) { row in
      for x in 0..<input.shape.width { row[16 * x] = source[x] }
      source += input.shape.width
    }
    for layer in layers { layer.run(vectors, scratch: scratch, kernels) }
    var target = outputs
    output.forEachRow(vectors) { row in
      for x in 0..<output.shape.width { target[x] = row[16 * x] }
      target += output.shape.width
    }
  }
}

// MARK: - Steps

/// A layer of a ``SingleImageNetwork`` before it has a place in memory.
private enum SingleImageStep {
  /// A convolution, or a dense layer as one window over all features.
  case linear(FoldedLinear)
  case pooling(PoolingKind, size: Int, stride: Int, output: Shape)
  /// In place.
  case activation(Activation)
  /// In place.
  case softmax
}

extension Network {
  /// Whether a single sample has a path of its own: networks of unusual build take that of blocks.
  package var answersSingleImages: Bool { singleImageSteps(nil) != nil }

  /// The steps of inference, with batch normalisation and ReLU part of the linear map before them;
  /// `nil` if there is a layer that works on blocks only.
  ///
  /// - Parameter weights: the network's weights, or `nil` to see only whether it has steps.
  fileprivate func singleImageSteps(_ weights: Weights?) -> [SingleImageStep]? {
    var steps: [SingleImageStep] = []
    // The shape as it lies in memory: flattening leaves the features where they are.
    var shape = architecture.input
    for (index, description) in architecture.layers.enumerated() {
      // Whether the next layer takes for channels what lies in rows and columns.
      let isFlat = shape != shapes[index]
      let own = tensors.filter { $0.layer == index }.map {
        TensorWeights(weights: weights, range: $0.range)
      }
      switch description {
      case .convolution(_, let kernel, let stride, let padding, let hasBias):
        guard !isFlat else { return nil }
        shape = shapes[index + 1]
        steps.append(
          .linear(
            FoldedLinear(
              input: shapes[index], output: shape, kernelHeight: kernel, kernelWidth: kernel,
              stride: stride, padding: padding, weights: own[0], bias: hasBias ? own[1] : nil)))
      case .dense(_, let hasBias):
        let map = FoldedLinear(
          input: shape, output: shapes[index + 1], kernelHeight: shape.height,
          kernelWidth: shape.width, stride: 1, padding: 0, weights: own[0],
          bias: hasBias ? own[1] : nil)
        shape = map.output
        steps.append(.linear(map))
      case .batchNormalization(_, let epsilon):
        // Part of the weights if it has a factor for each of their outputs.
        guard !isFlat, case .linear(var map)? = steps.popLast(), !map.rectifies else { return nil }
        map.normalize(
          scale: own[0].values, shift: own[1].values, mean: own[2].values,
          variance: own[3].values, epsilon: epsilon)
        steps.append(.linear(map))
      case .maxPooling(let size, let stride), .averagePooling(let size, let stride):
        guard !isFlat else { return nil }
        let kind: PoolingKind = if case .maxPooling = description { .largest } else { .mean }
        shape = shapes[index + 1]
        steps.append(.pooling(kind, size: size, stride: stride, output: shape))
      case .activation(.relu):
        if case .linear(var map)? = steps.last, !map.rectifies {
          map.rectifies = true
          steps[steps.count - 1] = .linear(map)
        } else {
          steps.append(.activation(.relu))
        }
      case .activation(let activation): steps.append(.activation(activation))
      case .softmax: steps.append(.softmax)
      case .flatten, .dropout: break
      case .equilibrium: return nil
      }
    }
    return steps
  }
}

extension ArraySlice<SingleImageStep> {
  /// The padding of the next convolution, if no step before it moves the features.
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

// MARK: - Weights

/// The weights of one tensor; none where only the steps of a network are asked for.
struct TensorWeights {
  let weights: Weights?
  let range: Range<Int>

  var values: [Float] { weights?.withElements(of: range) { Array($0) } ?? [] }

  func withElements(_ body: (UnsafeBufferPointer<Float>) -> Void) {
    weights?.withElements(of: range, body)
  }
}

/// The weights of a convolution or of a dense layer, and what can be made part of them.
struct FoldedLinear {
  let input: Shape
  let output: Shape
  let kernelHeight: Int
  let kernelWidth: Int
  let stride: Int
  let padding: Int
  /// `[output][input channel][row][column]`, as the network has them.
  private let weights: TensorWeights
  /// The factor of the weights of each output.
  private var factors: [Float]
  private var bias: [Float]
  /// Whether a ReLU follows.
  var rectifies = false

  init(
    input: Shape, output: Shape, kernelHeight: Int, kernelWidth: Int, stride: Int, padding: Int,
    weights: TensorWeights, bias: TensorWeights?
  ) {
    self.input = input
    self.output = output
    self.kernelHeight = kernelHeight
    self.kernelWidth = kernelWidth
    self.stride = stride
    self.padding = padding
    self.weights = weights
    self.bias = bias?.values ?? [Float](repeating: 0, count: output.channels)
    factors = [Float](repeating: 1, count: output.channels)
  }

  /// Batch normalisation by running statistics: a factor and an offset for each output.
  mutating func normalize(
    scale: [Float], shift: [Float], mean: [Float], variance: [Float], epsilon: Float
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
    weights.withElements { weights in
      factors.withUnsafeBufferPointer { factors in
        for channel in Swift.stride(from: 0, to: input.channels, by: 16) {
          let channels = channel..<min(channel + 16, input.channels)
          let group = packed.floats + channel * places * width
          for output in Swift.stride(from: 0, to: output.channels, by: 16) {
            pack(
              weights.baseAddress!, factors.baseAddress!, channels: channels,
              outputs: output..<min(output + 16, self.output.channels), into: group + output)
          }
        }
      }
    }
    return packed
  }

  /// The weights of up to sixteen outputs from up to sixteen channels: each vector of outputs is
  /// written in one go, and what is read follows sixteen outputs, each in the order in which it lies.
  private func pack(
    _ weights: UnsafePointer<Float>, _ factors: UnsafePointer<Float>, channels: Range<Int>,
    outputs: Range<Int>, into group: UnsafeMutablePointer<Float>
  ) {
    let places = kernelHeight * kernelWidth
    let width = ParameterTensor.aligned(output.channels)
    for (index, channel) in channels.enumerated() {
      for place in 0..<places {
        let target = group + (place * channels.count + index) * width
        var source = (outputs.lowerBound * input.channels + channel) * places + place
        for lane in 0..<outputs.count {
          target[lane] = factors[outputs.lowerBound &+ lane] * weights[source]
          source &+= input.channels &* places
        }
      }
    }
  }

  /// The bias, rounded up to whole vectors with zeros.
  func packedBias() -> VectorBuffer {
    let packed = VectorBuffer(floats: output.channels)
    for output in bias.indices { packed.floats[output] = bias[output] }
    return packed
  }
}
