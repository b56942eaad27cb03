package import NeuralNet

/// A network of unusual build with weights and a batch, all computed from one number.
///
/// Any kind of layer may follow any other as long as ``Architecture/shapes()`` accepts it: odd
/// shapes, 1 to 70 channels, strides and paddings beyond the window, softmax and poolings in the
/// middle, inputs of one pixel, 1 to 300 outputs.
package struct RandomArchitecture: Sendable {
  /// The network.
  package let architecture: Architecture
  /// Arrays in the order of ``Architecture/parameterTensors()``.
  package let parameters: [String: [Float]]
  /// Samples of the batch, 1 to 40.
  package let samples: Int
  /// The loss that gradients are computed of.
  package let loss: Loss
  private let seed: UInt64
  private let outputs: Int
  private let haveClasses: Bool

  /// Multiply-adds of a batch's forward pass through the network: what the reference can do
  /// hundreds of times in a few seconds.
  private static let mostMultiplyAdds = 300_000
  /// Features of one layer, and floats of all parameters.
  private static let mostFeatures = 3_000

  /// The network of a number.
  package init(seed: UInt64) throws(ArchitectureError) {
    self.seed = seed
    var random = RandomStream("architecture \(seed)")
    var architecture = Architecture(
      name: "random \(seed)",
      input: Shape(channels: random.channels(), height: random.side(), width: random.side()),
      layers: [])
    let length = 1 + random.below(8)
    var attempts = 0
    while architecture.layers.count < length && attempts < 60 {
      attempts += 1
      var longer = architecture
      longer.layers += random.layers()
      guard let shapes = try? longer.shapes(), let network = try? Network(longer),
        network.multiplyAdds <= Self.mostMultiplyAdds / 2,
        shapes.allSatisfy({ $0.count <= Self.mostFeatures })
      else { continue }
      architecture = longer
    }
    // An ending of few outputs half the time: what classifiers have.
    if random.chance(0.5) {
      var longer = architecture
      longer.layers.append(.dense(outputs: random.outputs(), bias: random.chance(0.8)))
      if random.chance(0.2) { longer.layers.append(.softmax) }
      if let network = try? Network(longer), network.multiplyAdds <= Self.mostMultiplyAdds / 2 {
        architecture = longer
      }
    }
    let network = try Network(architecture)
    self.architecture = architecture
    outputs = network.outputCount
    samples = max(
      1, min(1 + random.below(40), Self.mostMultiplyAdds / max(1, network.multiplyAdds)))
    haveClasses = outputs <= 300 && random.chance(0.6)
    let endsInProbabilities = architecture.layers.last == .softmax
    loss =
      if haveClasses && !endsInProbabilities && random.chance(0.8) {
        random.chance(0.5) ? .crossEntropy() : .crossEntropy(labelSmoothing: 0.1)
      } else {
        random.chance(0.7) ? .meanSquaredError : .huber(delta: 0.5)
      }
    parameters = try Self.parameters(of: architecture, &random)
  }

  /// A batch of inputs in `[-1, 1)`: another one for each attempt.
  package func inputs(_ attempt: Int) -> [Float] {
    HashedValues("inputs \(seed) \(attempt)").floats(samples * architecture.input.count)
  }

  /// The targets of the first `count` samples.
  package func targets(_ count: Int) -> Targets {
    let stream = HashedValues("targets \(seed)")
    guard haveClasses else {
      return .values(
        stream.floats(count * outputs), width: outputs,
        scale: TargetScaling(mean: 0.25, standardDeviation: 0.5))
    }
    return .classes((0..<count).map { UInt8(stream[$0] % UInt64(min(outputs, 256))) })
  }

  // MARK: - Implementation

  /// Weights that keep features near one, so that neither overflow nor flat ends of functions hide
  /// a difference; statistics as training could have measured them.
  private static func parameters(
    of architecture: Architecture, _ random: inout RandomStream
  ) throws(ArchitectureError) -> [String: [Float]] {
    var parameters: [String: [Float]] = [:]
    for tensor in try architecture.parameterTensors() {
      let fanIn = tensor.shape.dropFirst().reduce(1, *)
      let (center, scale): (Float, Float) =
        switch (tensor.role, tensor.name.split(separator: ".").last) {
        // A random square matrix stretches a vector by up to twice its entries' deviation times
        // the root of its size: 0.6 here, and sometimes 1.5, which a training step takes back.
        case (_, "recurrent_weight"):
          (0, (random.chance(0.8) ? 0.5 : 1.3) / Float(fanIn).squareRoot())
        case (.weight, _): (0, (4.5 / Float(fanIn)).squareRoot())
        case (_, "running_var"): (1, 0.5)
        case (_, "power_vector"): (0, 0)
        case (.statistic, _): (0, 0.5)
        case (.bias, "weight"): (1, 0.5)
        case (.bias, _): (0, 0.3)
        }
      parameters[tensor.name] = random.floats(
        tensor.range.count, center: center, scale: scale)
    }
    return parameters
  }
}

/// Random choices, one after the other.
struct RandomStream {
  private let values: HashedValues
  private var drawn = 0

  init(_ name: String) { values = HashedValues(name) }

  mutating func next() -> UInt64 {
    drawn += 1
    return values[drawn]
  }

  mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }
  mutating func chance(_ probability: Double) -> Bool {
    Double(next() >> 11) * 0x1p-53 < probability
  }
  mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }

  mutating func floats(_ count: Int, center: Float, scale: Float) -> [Float] {
    HashedValues("floats \(next())").floats(count, center: center, scale: scale)
  }

  /// 1 to 70: few, around the vectors' sixteen, or any.
  mutating func channels() -> Int {
    switch below(4) {
    case 0: 1 + below(4)
    case 1: pick([8, 12, 15, 16, 17, 24, 31, 32, 33, 48, 64])
    case 2: 5 + below(16)
    default: 1 + below(70)
    }
  }

  /// Rows or columns of the input: often one, rarely many.
  mutating func side() -> Int {
    switch below(8) {
    case 0: 1
    case 1: 2
    case 7: 10 + below(14)
    default: 3 + below(8)
    }
  }

  mutating func outputs() -> Int { chance(0.5) ? 1 + below(12) : 1 + below(300) }

  /// A layer, or a convolution with the activation and the pooling that may become part of it.
  mutating func layers() -> [LayerDescription] {
    switch below(14) {
    case 0, 1, 2, 3: [convolution()] + (chance(0.6) ? following() : [])
    case 4: [.maxPooling(size: 1 + below(4), stride: 1 + below(4))]
    case 5: [.averagePooling(size: 1 + below(4), stride: 1 + below(4))]
    case 6, 7: [.dense(outputs: chance(0.5) ? channels() : outputs(), bias: chance(0.8))]
    case 8, 9: [activation()]
    case 10:
      [
        .batchNormalization(
          momentum: Float(1 + below(20)) / 20, epsilon: chance(0.7) ? 1e-5 : 1e-3)
      ]
    case 11: [chance(0.5) ? .softmax : .dropout(probability: Float(below(8)) / 10)]
    case 12: [.flatten]
    default: [equilibrium()]
    }
  }

  private mutating func convolution() -> LayerDescription {
    // Those of Winograd's algorithm: 3x3, stride 1, 8 or more channels.
    if chance(0.35) {
      return .convolution(
        outputs: 8 + below(63), kernel: 3, padding: below(6), bias: chance(0.7))
    }
    let kernel = 1 + below(6)
    return .convolution(
      outputs: channels(), kernel: kernel, stride: chance(0.6) ? 1 : 1 + below(7),
      padding: chance(0.4) ? 0 : below(kernel + 4), bias: chance(0.7))
  }

  private mutating func following() -> [LayerDescription] {
    let pooling = LayerDescription.maxPooling(size: 2, stride: 2)
    return pick([
      [.relu], [.relu, pooling], [pooling, .relu], [pooling], [.batchNormalization(), .relu],
      [.leakyReLU(slope: 0.2)], [.relu, .relu], [.relu, .batchNormalization()],
    ])
  }

  private mutating func activation() -> LayerDescription {
    pick([.relu, .tanh, .sigmoid, .leakyReLU(slope: 0), .leakyReLU(slope: 0.3)])
  }

  private mutating func equilibrium() -> LayerDescription {
    .equilibrium(
      outputs: 1 + below(18), kernel: chance(0.4) ? nil : 1 + 2 * below(3),
      function: chance(0.5) ? .tanh : .relu, tolerance: 1e-6, limit: 100)
  }
}
