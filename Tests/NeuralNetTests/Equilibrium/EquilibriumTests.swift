import NeuralNet
import NeuralNetReference
import RecognizerTestSupport
import Testing

/// Fixed points are found, what is not found is counted, and the weights keep them findable.
@Suite struct EquilibriumTests {
  private static func architecture(
    tolerance: Float = 1e-4, limit: Int = 50, kernel: Int? = 3
  ) -> Architecture {
    Architecture(
      name: "test", input: Shape(channels: 2, height: 5, width: 6),
      layers: [
        .equilibrium(
          outputs: 9, kernel: kernel, function: .tanh, tolerance: tolerance, limit: limit),
        .dense(outputs: 3),
      ])
  }

  private static func outputs(
    _ architecture: Architecture, samples: Int = 21, scale: Float = 1
  ) throws -> Outputs {
    let network = try Network(architecture)
    var parameters = network.flattened(try hashedParameters(of: architecture))
    for tensor in network.tensors where tensor.name.hasSuffix("recurrent_weight") {
      for i in tensor.range { parameters[i] *= scale }
    }
    let predictor = Predictor(network, parameters: parameters)
    let inputs = hashedInputs(samples, architecture.input)
    return predictor.outputs(count: samples) { sample, features in
      let start = sample * features.count
      _ = features.update(fromContentsOf: inputs[start..<start + features.count])
    }
  }

  @Test(arguments: [3, nil] as [Int?])
  func whatIsFoundAgreesWithPlainIteration(kernel: Int?) throws {
    let architecture = Self.architecture(tolerance: 1e-6, limit: 100, kernel: kernel)
    let outputs = try Self.outputs(architecture)
    let reference = ReferenceNetwork(
      architecture: architecture,
      parameters: try hashedParameters(of: architecture).mapValues { $0.map(Double.init) })
    let inputs = Batch(
      count: 21, shape: architecture.input,
      values: hashedInputs(21, architecture.input).map(Double.init))
    let expected = reference.forward(inputs).values
    #expect(relativeError(outputs.values.map(Double.init), expected) < 1e-5)
    let tally = try #require(outputs.solver)
    #expect(tally.count == 21)
    #expect(tally.meanIterations > 2 && tally.meanIterations < 30)
    #expect(tally.meanBackwardIterations == 0)
  }

  /// The map shrinks distances, so a smaller tolerance takes more iterations and leaves less.
  @Test func toleranceIsKept() throws {
    var iterations = 0.0
    for tolerance in [1e-1, 1e-2, 1e-3, 1e-4] as [Float] {
      let outputs = try Self.outputs(Self.architecture(tolerance: tolerance))
      let tally = try #require(outputs.solver)
      #expect(tally.found == tally.count)
      #expect(tally.largestResidual <= Double(tolerance))
      #expect(tally.meanIterations >= iterations)
      iterations = tally.meanIterations
    }
  }

  @Test func whatDoesNotSettleIsCounted() throws {
    let limited = try Self.outputs(Self.architecture(tolerance: 1e-6, limit: 2))
    let tally = try #require(limited.solver)
    #expect(tally.found == 0 && tally.count == 21 && tally.meanIterations == 2)
    // Far from shrinking anything.
    let wild = try Self.outputs(Self.architecture(limit: 20), scale: 40)
    let wildTally = try #require(wild.solver)
    #expect(wildTally.found < wildTally.count)
    #expect(wildTally.largestResidual.isFinite)
  }

  @Test func networksWithoutFixedPointsReportNone() throws {
    let predictor = Predictor(
      try Network(.lenet5), parameters: try Network(.lenet5).initialParameters(seed: 1))
    let outputs = predictor.outputs(count: 1) { _, features in features.update(repeating: 0) }
    #expect(outputs.solver == nil)
  }

  /// A training step takes recurrent weights that stretch back to where they do not.
  @Test(arguments: [3, nil] as [Int?])
  func recurrentWeightsAreKeptFromStretching(kernel: Int?) throws {
    let architecture = Self.architecture(kernel: kernel)
    let network = try Network(architecture)
    var parameters = network.flattened(try hashedParameters(of: architecture))
    let weight = try #require(network.tensors.first { $0.name == "0.recurrent_weight" })
    for i in weight.range { parameters[i] *= 20 }
    let pass = GradientPass(
      network, parameters: parameters, features: hashedInputs(5, architecture.input),
      targets: .classes([0, 1, 2, 0, 1]), loss: .crossEntropy())
    let kept = pass.parameters[weight.range].map(Double.init)
    let norm = spectralNorm(kept, kernel: kernel)
    #expect(norm > 0.85 && norm < 0.92, "\(norm)")
    // The rest of what was there: the same direction.
    let before = parameters[weight.range].map(Double.init)
    let factor = kept[0] / before[0]
    #expect(relativeError(kept, before.map { $0 * factor }) < 1e-6)
  }

  /// By power iteration in double precision, from a vector of its own.
  private func spectralNorm(_ weights: [Double], kernel: Int?) -> Double {
    let shape = kernel == nil ? Shape(channels: 9) : Shape(channels: 9, height: 5, width: 6)
    let layer: any ReferenceLayer =
      if let kernel {
        ReferenceConvolution(
          outputs: 9, kernel: kernel, padding: kernel / 2, parameters: [weights])
      } else {
        ReferenceDense(outputs: 9, parameters: [weights])
      }
    var x = Batch(count: 1, shape: shape, values: HashedValues("power").doubles(shape.count))
    var stretch = 0.0
    for _ in 0..<300 {
      let y = layer.forward(x)
      stretch = norm(y.values) / norm(x.values)
      let back = layer.backward(x, outputGradient: y).input
      let length = norm(back.values)
      x.values = back.values.map { $0 / length }
    }
    return stretch
  }
}
