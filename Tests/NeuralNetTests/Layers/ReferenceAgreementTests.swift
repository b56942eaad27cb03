import NeuralNet
import NeuralNetReference
import RecognizerKernelInterface
import RecognizerRandomNumbers
import RecognizerTestSupport
import Testing

/// The network's gradients agree with the double-precision reference on all sorts of shapes.
@Suite struct ReferenceAgreementTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let input: Shape
    let layers: [LayerDescription]
    var loss = Loss.crossEntropy()
    var samples = 19
    var isRegression = false

    func targets(outputs: Int) -> Targets {
      guard isRegression else {
        return .classes(hashedLabels(samples).map { UInt8($0 % outputs) })
      }
      return .values(
        hashedInputs(samples, Shape(channels: outputs)), width: outputs,
        scale: TargetScaling(mean: 0.25, standardDeviation: 0.5))
    }

    var testDescription: String { "\(input) \(layers.map(\.type))" }
  }

  static let cases: [Case] =
    convolutions + [
      Case(
        input: Shape(channels: 3, height: 7, width: 9),
        layers: [
          .convolution(outputs: 5, kernel: 3), .maxPooling(size: 2, stride: 2), .dense(outputs: 4),
        ]),
      Case(
        input: Shape(channels: 2, height: 9, width: 8),
        layers: [
          .convolution(outputs: 3, kernel: 2), .maxPooling(size: 3, stride: 2), .tanh,
          .dense(outputs: 3),
        ]),
      Case(
        input: Shape(channels: 2, height: 8, width: 8),
        layers: [
          .convolution(outputs: 3, kernel: 3, bias: false), .averagePooling(size: 3, stride: 2),
          .sigmoid, .dense(outputs: 3, bias: false),
        ]),
      Case(
        input: Shape(channels: 2, height: 6, width: 5),
        layers: [
          .convolution(outputs: 7, kernel: 3, padding: 1), .batchNormalization(),
          .leakyReLU(slope: 0.1), .flatten, .dense(outputs: 13), .batchNormalization(), .tanh,
          .dense(outputs: 10),
        ], loss: .crossEntropy(labelSmoothing: 0.1)),
      Case(
        input: Shape(channels: 23),
        layers: [.dense(outputs: 17), .relu, .tanh, .dense(outputs: 10), .softmax],
        loss: .meanSquaredError, samples: 33),
      Case(
        input: Shape(channels: 1, height: 4, width: 4),
        layers: [.flatten, .sigmoid, .dense(outputs: 3), .sigmoid, .flatten, .tanh],
        loss: .meanSquaredError, samples: 1),
      // Numbers as targets: some differences are beyond delta, some are not.
      Case(
        input: Shape(channels: 19), layers: [.dense(outputs: 12), .tanh, .dense(outputs: 3)],
        loss: .huber(delta: 0.7), isRegression: true),
      Case(
        input: Shape(channels: 1, height: 6, width: 5),
        layers: [.convolution(outputs: 3, kernel: 3), .relu, .dense(outputs: 1)],
        loss: .meanSquaredError, samples: 33, isRegression: true),
      Case(
        input: Shape(channels: 11), layers: [.dense(outputs: 5), .softmax],
        loss: .huber(delta: 0.1)),
      // Convolution, ReLU and pooling as one layer, directly, with rows and columns left over.
      Case(
        input: Shape(channels: 2, height: 12, width: 9),
        layers: [
          .convolution(outputs: 7, kernel: 5, padding: 2), .relu, .maxPooling(size: 2, stride: 2),
          .convolution(outputs: 5, kernel: 2), .maxPooling(size: 2, stride: 2), .relu,
          .dense(outputs: 4),
        ], samples: 35),
      Case(
        input: Shape(channels: 3, height: 7, width: 6),
        layers: [
          .convolution(outputs: 6, kernel: 3, padding: 2), .relu,
          .convolution(outputs: 4, kernel: 3, stride: 2), .relu, .dense(outputs: 4),
        ]),
      // Winograd's tiles, whole and hanging over, with every epilogue.
      Case(
        input: Shape(channels: 1, height: 13, width: 16),
        layers: [
          .convolution(outputs: 9, kernel: 3, padding: 1), .relu,
          .convolution(outputs: 17, kernel: 3), .relu, .convolution(outputs: 8, kernel: 3),
          .tanh, .convolution(outputs: 10, kernel: 3, padding: 2, bias: false), .relu,
          .maxPooling(size: 2, stride: 2), .dense(outputs: 4),
        ], samples: 35),
      Case(
        input: Shape(channels: 10, height: 6, width: 7),
        layers: [
          .convolution(outputs: 12, kernel: 3, padding: 1), .maxPooling(size: 2, stride: 2), .relu,
          .dense(outputs: 4),
        ]),
      // Fixed points: dense, by Winograd's algorithm, directly, and one behind the other.
      Case(
        input: Shape(channels: 1, height: 5, width: 4),
        layers: [
          .equilibrium(outputs: 13, function: .tanh, tolerance: 1e-7, limit: 200),
          .dense(outputs: 4),
        ]),
      Case(
        input: Shape(channels: 3, height: 6, width: 7),
        layers: [
          .convolution(outputs: 8, kernel: 3, padding: 1), .relu,
          .equilibrium(outputs: 9, kernel: 3, function: .tanh, tolerance: 1e-7, limit: 200),
          .maxPooling(size: 2, stride: 2),
          .equilibrium(outputs: 4, kernel: 3, function: .relu, tolerance: 1e-7, limit: 200),
          .equilibrium(outputs: 6, function: .tanh, tolerance: 1e-7, limit: 200),
          .dense(outputs: 4),
        ]),
      // 700 x 200 weights: the layer that is cut by rows.
      Case(
        input: Shape(channels: 700),
        layers: [.dense(outputs: 200), .tanh, .dense(outputs: 10)], samples: 81),
    ]

  static let convolutions: [Case] = [
    (1, 1, 0), (2, 1, 1), (3, 1, 2), (3, 2, 0), (3, 3, 1), (4, 2, 3), (5, 1, 2), (5, 2, 1),
    (7, 1, 0), (6, 4, 4),
  ].enumerated().map { index, geometry in
    let (kernel, stride, padding) = geometry
    return Case(
      input: Shape(channels: 1 + index % 4, height: 9 + index % 3, width: 8 + index % 5),
      layers: [
        .convolution(outputs: 1 + index, kernel: 2), .tanh,
        .convolution(outputs: 1 + index * 2 % 7, kernel: kernel, stride: stride, padding: padding),
        .tanh, .dense(outputs: 5),
      ], samples: 5 + index * 3)
  }

  @Test(arguments: cases, KernelChoice.availableNames)
  func gradients(of example: Case, variant: String) throws {
    let architecture = Architecture(name: "test", input: example.input, layers: example.layers)
    let network = try Network(architecture)
    let parameters = try hashedParameters(of: architecture)
    let inputs = hashedInputs(example.samples, example.input)
    let targets = example.targets(outputs: network.outputCount)
    guard let kernels = KernelChoice.named(variant) else { return }
    let pass = GradientPass(
      network, parameters: network.flattened(parameters), features: inputs, targets: targets,
      loss: example.loss, threads: 2, kernels: kernels)

    let reference = ReferenceNetwork(
      architecture: architecture, parameters: parameters.mapValues { $0.map(Double.init) })
    let batch = Batch(
      count: example.samples, shape: example.input, values: inputs.map(Double.init))
    let expected = reference.gradients(
      batch, targets: Batch(targets, outputs: network.outputCount), loss: example.loss.reference)
    #expect(relativeError(pass.outputs.map(Double.init), expected.outputs.values) < 1e-5)
    #expect(abs(pass.loss - expected.loss) < 1e-5 * max(expected.loss, 1))
    for tensor in network.tensors where tensor.role != .statistic {
      let found = pass.gradient[tensor.range].map(Double.init)
      // Where the true gradient is zero (a bias before batch normalisation) only rounding is left.
      let error = relativeError(found, expected.parameters[tensor.name] ?? [], floor: 1e-2)
      #expect(error < 1e-5, "\(tensor.name)")
    }
  }
}
