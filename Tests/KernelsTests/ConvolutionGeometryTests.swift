import NeuralNet
import NeuralNetReference
import RecognizerKernelInterface
import RecognizerRandomNumbers
import RecognizerTestSupport
import Testing

/// Convolutions of random geometry agree with the double-precision reference in their outputs and
/// in every gradient, with every instruction set.
@Suite struct ConvolutionGeometryTests {
  /// Padding reaches beyond the kernel, so that some windows see no input at all.
  @Test(arguments: 0..<300)
  func convolution(seed: Int) throws {
    var generator = SplitMix64(seed: UInt64(seed), stream: 1)
    let kernel = Int.random(in: 1...7, using: &generator)
    let stride = Int.random(in: 1...3, using: &generator)
    let padding = Int.random(in: 0...kernel + 3, using: &generator)
    let (inputs, outputs) = (channels(&generator), channels(&generator))
    let least = max(1, kernel - 2 * padding)
    let input = Shape(
      channels: Int.random(in: 1...3, using: &generator),
      height: least + Int.random(in: 0...6, using: &generator),
      width: least + Int.random(in: 0...6, using: &generator))
    // The first layer makes a gradient to the second one's input necessary, and its own weights'
    // gradient shows whether that is right.
    var layers: [LayerDescription] = [
      .convolution(outputs: inputs, kernel: 1, bias: Bool.random(using: &generator)),
      .convolution(
        outputs: outputs, kernel: kernel, stride: stride, padding: padding,
        bias: Bool.random(using: &generator)),
    ]
    if Bool.random(using: &generator) { layers.removeFirst() }
    // Winograd's algorithm rounds: its sums may not be compared with each other or with zero.
    let isExact = kernel != 3 || stride != 1 || inputs < 8 || outputs < 8
    let (height, width) = (
      (input.height + 2 * padding - kernel) / stride + 1,
      (input.width + 2 * padding - kernel) / stride + 1
    )
    switch Int.random(in: 0..<4, using: &generator) {
    case 0 where isExact: layers.append(.relu)
    case 1: layers.append(.tanh)
    case 2 where isExact && height > 1 && width > 1:
      layers += [.relu, .maxPooling(size: 2, stride: 2)]
    default: break
    }
    try check(
      Architecture(name: "seed \(seed)", input: input, layers: layers),
      samples: Int.random(in: 1...20, using: &generator), tolerance: 1e-5, quantized)
  }

  /// Winograd's tiles over pooled rows of every length, also where the last tile has no whole window.
  @Test(arguments: 4...15)
  func pooledWinograd(width: Int) throws {
    let layers: [LayerDescription] = [
      .convolution(outputs: 8, kernel: 3, padding: 1), .relu, .maxPooling(size: 2, stride: 2),
    ]
    try check(
      Architecture(
        name: "pooled", input: Shape(channels: 8, height: 19 - width, width: width), layers: layers),
      samples: 2, tolerance: 1e-4
    ) { $0 }
  }

  /// Convolutions that apply a batch normalisation, a ReLU and perhaps a pooling to their input on
  /// the way, behind a convolution of either algorithm; also where a batch does not fill its blocks.
  @Test(arguments: 0..<60)
  func normalizedInput(seed: Int) throws {
    var generator = SplitMix64(seed: UInt64(seed), stream: 8)
    let (first, second) = (
      Int.random(in: 8...18, using: &generator), Int.random(in: 8...18, using: &generator)
    )
    let kernel = [1, 2, 3, 5][seed % 4]
    let isPooled = Bool.random(using: &generator)
    let side = { Int.random(in: isPooled ? 8...13 : 5...10, using: &generator) }
    let input = Shape(channels: seed % 3 == 0 ? 9 : 2, height: side(), width: side())
    var layers: [LayerDescription] = [
      .convolution(
        outputs: first, kernel: kernel, padding: Int.random(in: 0..<kernel, using: &generator),
        bias: false),
      .batchNormalization(), .relu,
    ]
    if isPooled { layers.insert(.maxPooling(size: 2, stride: 2), at: seed % 2 == 0 ? 3 : 2) }
    layers += [
      .convolution(
        outputs: second, kernel: 3, padding: Int.random(in: 0...2, using: &generator),
        bias: Bool.random(using: &generator)), .tanh,
    ]
    // Of few values a rounding may decide which side of zero one is on.
    try check(
      Architecture(name: "seed \(seed)", input: input, layers: layers),
      samples: Int.random(in: 2...40, using: &generator), tolerance: 1e-4
    ) { $0 }
  }

  /// A network's first convolution that the second one computes on the way, with a batch normalisation
  /// and without.
  @Test(arguments: 0..<60)
  func stem(seed: Int) throws {
    var generator = SplitMix64(seed: UInt64(seed), stream: 9)
    let kernel = [1, 2, 3, 5][seed % 4]
    let outputs = { Int.random(in: 8...18, using: &generator) }
    let side = { Int.random(in: 5...11, using: &generator) }
    let isNormalized = Bool.random(using: &generator)
    let input = Shape(channels: kernel == 5 ? 1 : seed % 3 + 1, height: side(), width: side())
    // A bias before a normalisation has no gradient but that of rounding.
    var layers: [LayerDescription] = [
      .convolution(
        outputs: outputs(), kernel: kernel, padding: Int.random(in: 0..<kernel, using: &generator),
        bias: !isNormalized && Bool.random(using: &generator)),
      .relu,
      .convolution(
        outputs: outputs(), kernel: 3, padding: Int.random(in: 1...2, using: &generator),
        bias: Bool.random(using: &generator)), .tanh,
    ]
    if isNormalized { layers.insert(.batchNormalization(), at: 1) }
    try check(
      Architecture(name: "seed \(seed)", input: input, layers: layers),
      samples: Int.random(in: 2...40, using: &generator), tolerance: 1e-4
    ) { $0 }
  }

  /// The convolutions inside an equilibrium layer, which pad by half the kernel whatever the input.
  @Test(arguments: 0..<24)
  func equilibrium(seed: Int) throws {
    var generator = SplitMix64(seed: UInt64(seed), stream: 2)
    let input = Shape(
      channels: Int.random(in: 1...10, using: &generator),
      height: Int.random(in: 1...5, using: &generator),
      width: Int.random(in: 1...5, using: &generator))
    let layers: [LayerDescription] = [
      .convolution(outputs: Int.random(in: 1...10, using: &generator), kernel: 1),
      .equilibrium(
        outputs: Int.random(in: 1...10, using: &generator), kernel: [1, 3, 5, 7][seed % 4],
        function: .tanh, tolerance: 1e-7, limit: 200),
    ]
    try check(
      Architecture(name: "seed \(seed)", input: input, layers: layers), samples: 5,
      tolerance: 2e-5
    ) { $0 }
  }

  /// Few channels as often as many.
  private func channels(_ generator: inout SplitMix64) -> Int {
    Int.random(in: 1...(Bool.random(using: &generator) ? 4 : 20), using: &generator)
  }

  /// - Parameter number: the number in place of one of formula.
  private func check(
    _ architecture: Architecture, samples: Int, tolerance: Double, _ number: (Float) -> Float
  ) throws {
    let network = try Network(architecture)
    let parameters = try hashedParameters(of: architecture).mapValues { $0.map(number) }
    let inputs = hashedInputs(samples, architecture.input).map(number)
    let targets = Targets.values(
      HashedValues("targets").floats(samples * network.outputCount), width: network.outputCount,
      scale: TargetScaling(mean: 0, standardDeviation: 1))
    let reference = ReferenceNetwork(
      architecture: architecture, parameters: parameters.mapValues { $0.map(Double.init) })
    let expected = reference.gradients(
      Batch(count: samples, shape: architecture.input, values: inputs.map(Double.init)),
      targets: Batch(targets, outputs: network.outputCount), loss: Loss.meanSquaredError.reference)
    for kernels in KernelChoice.available {
      let found = GradientPass(
        network, parameters: network.flattened(parameters), features: inputs, targets: targets,
        loss: .meanSquaredError, threads: 1, kernels: kernels)
      let label = "\(kernels.name), \(architecture)"
      #expect(
        relativeError(found.outputs.map(Double.init), expected.outputs.values) < tolerance,
        "outputs, \(label)")
      for tensor in network.tensors where tensor.role != .statistic {
        let error = relativeError(
          found.gradient[tensor.range].map(Double.init), expected.parameters[tensor.name] ?? [],
          floor: 1e-7)
        #expect(error < tolerance, "\(tensor.name), \(label)")
      }
    }
  }

  /// Multiples of 1/8, an odd one of 1/16 in between: direct sums of products of a few of them are
  /// exact, so that no rounding decides on which side of zero one is, or which of a window's is the
  /// largest.
  private func quantized(_ value: Float) -> Float { (value * 8).rounded() / 8 + 1 / 16 }
}
