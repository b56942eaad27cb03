import NeuralNet
import NeuralNetReference
import RecognizerKernelInterface
import RecognizerTestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Over random architectures, all ways to an answer and to a gradient agree: blocks, single
/// images, one and two threads (to the bit), every instruction set, and the reference in double
/// precision.
///
/// `RECOGNIZER_TEST_ARCHITECTURES=10000` runs more of them and prints the worst disagreements (a
/// smaller number runs fewer), and `RECOGNIZER_TEST_SEED` begins at another one.
@Suite struct RandomArchitectureTests {
  private static let chunks = 25
  private static let usual = 500

  private static func number(_ variable: String, default value: Int) throws -> Int {
    guard let text = getenv(variable).map({ String(cString: $0) }) else { return value }
    return try #require(Int(text), "\(variable) is \(text)")
  }

  @Test(arguments: 0..<chunks)
  func allPathsAgree(chunk: Int) throws {
    let count = try Self.number("RECOGNIZER_TEST_ARCHITECTURES", default: Self.usual)
    let first = try Self.number("RECOGNIZER_TEST_SEED", default: 0)
    var worst = Worst()
    for seed in stride(from: first + chunk, to: first + count, by: Self.chunks) {
      let example = try RandomArchitecture(seed: UInt64(seed))
      let network = try Network(example.architecture)
      let parameters = network.flattened(example.parameters)
      worst.count += 1
      if network.answersSingleImages { worst.singleImages += 1 }
      let (inputs, targets, isSuitable) = suitableBatch(example, network, parameters)
      if isSuitable { worst.compared += 1 }
      for name in KernelChoice.availableNames {
        let comparison = Comparison(
          example: example, network: network, parameters: parameters, inputs: inputs,
          targets: targets, kernels: try #require(KernelChoice.named(name)))
        comparison.answers(&worst)
        comparison.gradients(&worst, withReference: isSuitable)
      }
    }
    if count >= Self.usual {
      #expect(worst.compared >= worst.count / 2, "\(worst)")
      // Networks of usual build, which have a path for single images, are no rarity.
      #expect(worst.singleImages >= worst.count / 10, "\(worst)")
    }
    if count > Self.usual { print(worst) }
  }

  /// The first batch whose gradients single precision can tell, and whether there is one.
  ///
  /// Among many features one is always near a kink, so every few attempts half the samples are
  /// left out. Without one, gradients are compared with each other but not with the reference.
  private func suitableBatch(
    _ example: RandomArchitecture, _ network: Network, _ parameters: [Float]
  ) -> (inputs: [Float], targets: Targets, isSuitable: Bool) {
    for attempt in 0..<18 {
      let count = max(1, example.samples >> (attempt / 3))
      let comparison = Comparison(
        example: example, network: network, parameters: parameters,
        inputs: Array(example.inputs(attempt).prefix(count * network.inputCount)),
        targets: example.targets(count), kernels: KernelChoice.best)
      if comparison.isWellConditioned { return (comparison.inputs, comparison.targets, true) }
    }
    return (example.inputs(0), example.targets(example.samples), false)
  }
}

/// The largest disagreements of a chunk.
private struct Worst: CustomStringConvertible {
  var count = 0
  var singleImages = 0
  /// Those whose gradients are compared with the reference.
  var compared = 0
  var errors: [String: (error: Double, name: String)] = [:]

  mutating func add(_ what: String, _ error: Double, _ name: String) {
    if !(error <= errors[what]?.error ?? -1) { errors[what] = (error, name) }
  }

  var description: String {
    let worst = errors.sorted { $0.key < $1.key }.map {
      "\($0.key) \($0.value.error) (\($0.value.name))"
    }
    return "\(count) architectures, \(singleImages) with a path for single images, "
      + "\(compared) with gradients compared; "
      + worst.joined(separator: ", ")
  }
}

/// Largest disagreement, as a fraction of the reference's norm.
private let bound = 1e-4

/// One architecture with one instruction set.
private struct Comparison {
  let example: RandomArchitecture
  let network: Network
  let parameters: [Float]
  let inputs: [Float]
  let targets: Targets
  let kernels: any KernelSet.Type

  private var architecture: Architecture { example.architecture }
  private var count: Int { targets.count }

  private func batch(_ shape: Shape) -> Batch {
    Batch(count: count, shape: shape, values: inputs.map(Double.init))
  }

  private func expect(
    _ what: String, _ found: [Double], _ expected: [Double], floor: Double, _ worst: inout Worst
  ) {
    let error = relativeError(found, expected, floor: floor)
    worst.add(what, error, "\(architecture.name), \(kernels.name)")
    #expect(
      error <= bound,
      """
      \(what), \(kernels.name), \(count) samples, \(architecture.name): \(architecture.input) \
      \(architecture.layers), loss \(example.loss)
      """)
  }

  /// Blocks and single images against the reference, and each against itself.
  func answers(_ worst: inout Worst) {
    // Recurrent weights that stretch have no fixed point to agree on; training never leaves any.
    let parameters = parametersInUse(pass(threads: 1))
    var reference = ReferenceNetwork(network, parameters: parameters)
    reference.setTraining(false)
    let expected = reference.forward(batch(architecture.input)).values
    for (path, size) in [("blocks", 64), ("single images", 1)] {
      if size == 1 && !network.answersSingleImages { continue }
      let found = outputs(parameters, batch: size, threads: 1)
      expect("outputs of \(path)", found.map(Double.init), expected, floor: 1e-3, &worst)
      #expect(
        outputs(parameters, batch: size, threads: 2).elementsEqual(found, by: ==),
        "\(path), \(kernels.name), two threads: \(architecture)")
    }
  }

  /// Twice by the same predictor: memory that is used again has no influence.
  private func outputs(_ parameters: [Float], batch: Int, threads: Int) -> [Float] {
    let predictor = Predictor(
      network, weights: Weights(parameters), threads: threads, batch: batch, kernels: kernels)
    let (inputs, size) = (inputs, network.inputCount)
    let runs = (0..<2).map { _ in
      predictor.outputs(count: count) { sample, features in
        _ = features.update(fromContentsOf: inputs[sample * size..<(sample + 1) * size])
      }.values
    }
    #expect(runs[0] == runs[1], "\(kernels.name), a second time: \(architecture)")
    return runs[0]
  }

  func gradients(_ worst: inout Worst, withReference: Bool) {
    let pass = pass(threads: 1)
    let second = self.pass(threads: 2)
    #expect(
      second.gradient == pass.gradient && second.outputs == pass.outputs
        && second.loss == pass.loss && second.parameters == pass.parameters,
      "\(kernels.name), two threads: \(architecture)")

    guard withReference else { return }
    var reference = reference(pass)
    let expected = reference.gradients(
      batch(architecture.input), targets: wanted, loss: example.loss.reference)
    expect(
      "outputs in training", pass.outputs.map(Double.init), expected.outputs.values, floor: 1e-3,
      &worst)
    expect("loss", [pass.loss], [expected.loss], floor: 1e-3, &worst)
    let found = Dictionary(
      uniqueKeysWithValues: network.tensors.map {
        ($0.name, pass.gradient[$0.range].map(Double.init))
      })
    for (name, exact) in expected.parameters {
      expect(
        "gradient of \(name)", found[name] ?? [], exact,
        floor: gradientFloor(expected.parameters), &worst)
    }
    statistics(pass, &reference, &worst)
  }

  /// Whether rounding decides nothing (``ReferenceNetwork/decisionMargin(of:_:)``) and costs the
  /// gradients no more than a hundredth of the bound where only what passes between layers is
  /// rounded: a kernel rounds at every term of a sum, and more in Winograd's transforms.
  var isWellConditioned: Bool {
    let reference = reference(pass(threads: 1))
    let (x, loss) = (batch(architecture.input), example.loss.reference)
    guard reference.decisionMargin(of: architecture, reference.activations(x)) > 2e-5 else {
      return false
    }
    let exact = reference.gradients(x, targets: wanted, loss: loss).parameters
    let floor = gradientFloor(exact)
    let rounded = reference.roundedGradients(x, targets: wanted, loss: loss)
    return exact.allSatisfy { name, gradient in
      relativeError(rounded[name] ?? [], gradient, floor: floor) <= bound / 100
    }
  }

  private var wanted: Batch { Batch(targets, outputs: network.outputCount) }

  private func pass(threads: Int) -> GradientPass {
    GradientPass(
      network, parameters: parameters, features: inputs, targets: targets, loss: example.loss,
      threads: threads, kernels: kernels)
  }

  /// The reference with the weights that the pass used and the features that it dropped.
  private func reference(_ pass: GradientPass) -> ReferenceNetwork {
    var reference = ReferenceNetwork(network, parameters: parametersInUse(pass))
    dropAsTrained(&reference)
    return reference
  }

  /// Some gradients are zero but for rounding, that of a bias before a batch normalisation: they
  /// are measured on the scale of all.
  private func gradientFloor(_ gradients: [String: [Double]]) -> Double {
    max(1e-2 * norm(gradients.values.map { norm($0) }), 1e-6)
  }

  /// A step begins with recurrent weights that do not stretch; statistics are those before it.
  private func parametersInUse(_ pass: GradientPass) -> [Float] {
    var used = pass.parameters
    for tensor in network.tensors where tensor.role == .statistic {
      used.replaceSubrange(tensor.range, with: parameters[tensor.range])
    }
    return used
  }

  /// Lets the reference drop the features that training dropped, as the output of the network up
  /// to each dropout shows: chance depends on the layer's position and the block alone.
  ///
  /// A feature that is zero before already counts as dropped, and its gradient is lost: it is zero
  /// because of a ReLU, or of windows that see nothing but padding, where it leads nowhere.
  private func dropAsTrained(_ reference: inout ReferenceNetwork) {
    for (index, layer) in architecture.layers.enumerated() {
      guard case .dropout(let probability) = layer, probability > 0 else { continue }
      var start = architecture
      start.layers = Array(architecture.layers[...index])
      guard let network = try? Network(start) else { continue }
      let named = Dictionary(
        uniqueKeysWithValues: self.network.tensors.map { ($0.name, Array(parameters[$0.range])) })
      let pass = GradientPass(
        network, parameters: network.flattened(named), features: inputs,
        targets: .values(
          [Float](repeating: 0, count: count * network.outputCount), width: network.outputCount,
          scale: TargetScaling(mean: 0, standardDeviation: 1)),
        loss: .meanSquaredError, threads: 1, kernels: kernels)
      reference.layers[index] = ReferenceDropout(
        probability: Double(probability), kept: pass.outputs.map { $0 != 0 })
    }
  }

  /// Running statistics after the step.
  private func statistics(
    _ pass: GradientPass, _ reference: inout ReferenceNetwork, _ worst: inout Worst
  ) {
    // The variance of a single value is not defined.
    let shapes = (try? architecture.shapes()) ?? []
    reference.updateRunningStatistics(batch(architecture.input))
    let expected = reference.parameters
    for tensor in network.tensors where tensor.name.contains("running") {
      let shape = shapes[tensor.layer]
      guard count * shape.height * shape.width > 1 else { continue }
      // Statistics move from what they were, and no sum is nearer than the rounding of its terms.
      expect(
        "running statistics", pass.parameters[tensor.range].map(Double.init),
        expected[tensor.name] ?? [],
        floor: max(1e-3, norm(parameters[tensor.range].map(Double.init))), &worst)
    }
  }
}
