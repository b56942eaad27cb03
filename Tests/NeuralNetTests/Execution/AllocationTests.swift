import NeuralNet
import RecognizerAllocationCounter
import RecognizerRandomNumbers
import Testing

/// Once a run has begun, its steps leave the heap alone.
@Suite(.enabled(if: allocations_are_counted(), "needs glibc without a sanitizer"))
struct AllocationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var layers: [LayerDescription]
    var size = 12
    var loss = Loss.crossEntropy(labelSmoothing: 0.1)
    var optimizer = Optimizer.adamW()
    var augments = false
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(name: "dense", layers: [.flatten, .dense(outputs: 4)]),
    Case(name: "dense, sgd", layers: [.dense(outputs: 4)], optimizer: .sgd(nesterov: true)),
    Case(name: "wide dense", layers: [.dense(outputs: 1000), .relu, .dense(outputs: 4)]),
    Case(
      name: "functions",
      layers: [
        .dense(outputs: 9), .relu, .dense(outputs: 9), .leakyReLU(slope: 0.1), .dense(outputs: 9),
        .tanh, .dense(outputs: 9), .sigmoid, .dense(outputs: 4), .softmax,
      ], loss: .meanSquaredError),
    Case(
      name: "dropout and flat batch normalisation",
      layers: [
        .dense(outputs: 9), .batchNormalization(), .dropout(probability: 0.3), .dense(outputs: 4),
      ],
      loss: .huber(delta: 0.5)),
    Case(
      name: "direct convolution",
      layers: [
        .convolution(outputs: 3, kernel: 5, padding: 2),
        .convolution(outputs: 4, kernel: 3, stride: 2),
        .dense(outputs: 4),
      ]),
    Case(
      name: "convolution, relu and pooling in one",
      layers: [
        .convolution(outputs: 3, kernel: 3, padding: 1), .relu, .maxPooling(size: 2, stride: 2),
        .convolution(outputs: 3, kernel: 3), .relu, .dense(outputs: 4),
      ]),
    Case(
      name: "winograd",
      layers: [
        .convolution(outputs: 8, kernel: 3), .convolution(outputs: 9, kernel: 3, padding: 1),
        .convolution(outputs: 8, kernel: 3, padding: 1), .relu, .maxPooling(size: 2, stride: 2),
        .convolution(outputs: 8, kernel: 3), .relu, .dense(outputs: 4),
      ]),
    Case(
      name: "poolings and batch normalisation",
      layers: [
        .convolution(outputs: 3, kernel: 3, bias: false), .batchNormalization(), .relu,
        .maxPooling(size: 3, stride: 2), .averagePooling(size: 2, stride: 1), .dense(outputs: 4),
      ]),
    Case(name: "dense equilibrium", layers: [.equilibrium(outputs: 10), .dense(outputs: 4)]),
    Case(
      name: "convolutional equilibrium",
      layers: [.equilibrium(outputs: 3, kernel: 3, function: .relu), .dense(outputs: 4)]),
    Case(name: "augmented samples", layers: [.dense(outputs: 4)], augments: true),
    Case(name: "large augmented samples", layers: [.dense(outputs: 4)], size: 80, augments: true),
  ]

  @Test(arguments: cases) func aStepAllocatesNothing(_ example: Case) throws {
    let counts = try Self.allocationsPerStep(example, threads: 1, count: allocations_of_this_thread)
    // What is made once, such as the metadata of generic types, is made in the first steps.
    #expect(counts.dropFirst(2).allSatisfy { $0 == 0 }, "\(counts)")
  }

  /// In a process of its own, where nothing else allocates.
  ///
  /// Waking a helper that has fallen asleep makes a block; on a busy machine that may happen in any
  /// step, but not in all.
  @Test func severalThreadsAllocateNothingEither() async {
    await #expect(processExitsWith: .success) {
      for example in AllocationTests.cases where example.name.hasPrefix("winograd") {
        let counts = try AllocationTests.allocationsPerStep(
          example, threads: 2, samples: 1600, count: allocations_of_all_threads)
        try #require(counts.count == 50)
        try #require(counts.dropFirst(2).contains(0), "\(counts)")
      }
    }
  }

  static func allocationsPerStep(
    _ example: Case, threads: Int, samples: Int = 256, count: () -> Int
  ) throws -> [Int] {
    let architecture = Architecture(
      name: example.name, input: Shape(channels: 1, height: example.size, width: example.size),
      layers: example.layers)
    var generator = SplitMix64(seed: 1)
    let features = example.size * example.size
    var training = PixelSamples(
      pixels: (0..<samples * features).map { _ in UInt8(truncatingIfNeeded: generator.next()) },
      targets: .classes((0..<samples).map { UInt8($0 % 4) }), featureCount: features,
      normalization: InputNormalization(mean: 0.5, standardDeviation: 0.3))
    if example.augments {
      training.augmentation = { pixels, sample, epoch in
        pixels[sample % pixels.count] = UInt8(truncatingIfNeeded: epoch)
      }
      training.mixing = SampleMixing(probability: 0.5, share: 0...0.5, seed: 1)
    }
    var configuration = TrainingConfiguration()
    configuration.epochs = 1
    configuration.batchSize = 32
    configuration.optimizer = example.optimizer
    configuration.learningRate = 1e-3
    configuration.loss = example.loss
    configuration.averageDecay = 0.9
    let trainer = try Trainer(
      Network(architecture), configuration: configuration, training: training, threads: threads)
    var counts: [Int] = []
    counts.reserveCapacity(samples / 32)
    var before = count()
    _ = try trainer.run(listener: { event in
      guard case .step = event else { return }
      let now = count()
      counts.append(now - before)
      before = count()
    })
    return counts
  }
}
