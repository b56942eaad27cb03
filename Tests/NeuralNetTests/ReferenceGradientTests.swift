import NeuralNet
import NeuralNetReference
import RecognizerTestSupport
import Testing

/// The reference layers' analytic gradients agree with central differences.
@Suite struct ReferenceGradientTests {
  @Test(
    arguments: [(1, 1, 0), (2, 1, 0), (3, 1, 1), (3, 2, 0), (3, 3, 2), (5, 2, 2)], [true, false])
  func convolution(geometry: (kernel: Int, stride: Int, padding: Int), bias: Bool) {
    let weight = HashedValues("weight").doubles(3 * 2 * geometry.kernel * geometry.kernel)
    let layer = ReferenceConvolution(
      outputs: 3, kernel: geometry.kernel, stride: geometry.stride, padding: geometry.padding,
      parameters: bias ? [weight, HashedValues("bias").doubles(3)] : [weight])
    expectGradients(of: layer, at: smoothBatch(3, Shape(channels: 2, height: 7, width: 6)))
  }

  @Test(arguments: [(1, 1), (2, 2), (2, 1), (3, 2), (3, 3), (2, 3)])
  func pooling(size: Int, stride: Int) {
    // 7 x 8: no window divides both sides, so the last rows or columns are left out.
    let x = distinctBatch(2, Shape(channels: 3, height: 7, width: 8))
    expectGradients(of: ReferenceMaxPooling(size: size, stride: stride), at: x)
    expectGradients(of: ReferenceAveragePooling(size: size, stride: stride), at: x)
  }

  @Test(arguments: [(1, 1, 1), (7, 1, 5), (3, 5, 4)], [true, false])
  func dense(input: (channels: Int, height: Int, outputs: Int), bias: Bool) {
    let shape = Shape(channels: input.channels, height: input.height)
    let weight = HashedValues("weight").doubles(input.outputs * shape.count)
    let layer = ReferenceDense(
      outputs: input.outputs,
      parameters: bias ? [weight, HashedValues("bias").doubles(input.outputs)] : [weight])
    expectGradients(of: layer, at: smoothBatch(3, shape))
  }

  @Test func activations() {
    let x = distinctBatch(3, Shape(channels: 2, height: 3, width: 5))
    let layers = [
      ReferenceActivation.relu, .leakyReLU(slope: 0.01), .leakyReLU(slope: -0.5), .tanh, .sigmoid,
    ]
    for layer in layers { expectGradients(of: layer, at: x) }
  }

  @Test func softmaxAndFlatten() {
    let x = smoothBatch(3, Shape(channels: 3, height: 2, width: 3))
    expectGradients(of: ReferenceSoftmax(), at: x)
    expectGradients(of: ReferenceFlatten(), at: x)
  }

  @Test(arguments: [Shape(channels: 5), Shape(channels: 3, height: 3, width: 5)], [true, false])
  func batchNormalization(shape: Shape, isTraining: Bool) {
    let layer = ReferenceBatchNormalization(
      epsilon: 1e-3,
      parameters: [
        HashedValues("weight").doubles(shape.channels),
        HashedValues("bias").doubles(shape.channels),
      ],
      runningMean: HashedValues("mean").doubles(shape.channels),
      runningVariance: HashedValues("variance").doubles(shape.channels).map { 1.5 + $0 },
      isTraining: isTraining)
    expectGradients(of: layer, at: smoothBatch(7, shape))
  }

  @Test(arguments: [true, false])
  func equilibrium(isDense: Bool) {
    let shape = Shape(channels: 2, height: 3, width: 4)
    let u = HashedValues("u")
    let w = HashedValues("w")
    let bias = HashedValues("b").doubles(3)
    let layer =
      isDense
      ? ReferenceEquilibrium(
        injection: ReferenceDense(outputs: 3, parameters: [u.doubles(3 * 24), bias]),
        recurrence: ReferenceDense(outputs: 3, parameters: [w.doubles(9, scale: 0.3)]),
        function: .tanh)
      : ReferenceEquilibrium(
        injection: ReferenceConvolution(
          outputs: 3, kernel: 3, padding: 1, parameters: [u.doubles(54), bias]),
        recurrence: ReferenceConvolution(
          outputs: 3, kernel: 3, padding: 1, parameters: [w.doubles(81, scale: 0.1)]),
        function: .tanh)
    let x = smoothBatch(2, shape)
    expectGradients(of: layer, at: x)

    let z = layer.forward(x)
    let gradient = smoothBatch(2, z.shape)
    let settled = layer.backward(x, outputGradient: gradient)
    let unrolled = layer.unrolledBackward(x, outputGradient: gradient, count: 200)
    #expect(relativeError(settled.input.values, unrolled.input.values) < 1e-10)
    for (a, b) in zip(settled.parameters, unrolled.parameters) {
      #expect(relativeError(a, b) < 1e-10)
    }
  }

  @Test func dropout() {
    let x = smoothBatch(3, Shape(channels: 4, height: 2, width: 3))
    let kept = x.values.indices.map { HashedValues("kept")[$0] % 4 != 0 }
    expectGradients(of: ReferenceDropout(probability: 0.25, kept: kept), at: x)
    expectGradients(of: ReferenceDropout(probability: 0.25), at: x)
  }

  @Test(arguments: [1, 7])
  func losses(count: Int) {
    let classLosses: [any ReferenceLoss] = [
      ReferenceCrossEntropy(), ReferenceCrossEntropy(labelSmoothing: 0.1),
    ]
    let elementLosses: [any ReferenceLoss] = [
      ReferenceElementwiseLoss.meanSquaredError, ReferenceElementwiseLoss.huber(delta: 0.7),
    ]
    let x = smoothBatch(count, Shape(channels: 10))
    let classes = Batch(oneHot: hashedLabels(count), classes: 10)
    let numbers = Batch(
      count: count, shape: x.shape,
      values: HashedValues("targets").doubles(x.values.count, scale: 2))
    for (loss, targets) in (classLosses + elementLosses).map({ ($0, classes) })
      + elementLosses.map({ ($0, numbers) })
    {
      let numeric = FiniteDifference.gradient(at: x.values) {
        loss.value(Batch(count: count, shape: x.shape, values: $0), targets: targets)
      }
      #expect(relativeError(loss.gradient(x, targets: targets).values, numeric) < tolerance)
    }
  }

  /// Every layer in one network: the chain of gradients and the tensors' names.
  @Test func network() throws {
    let architecture = Architecture(
      name: "all", input: Shape(channels: 2, height: 9, width: 7),
      layers: [
        .convolution(outputs: 3, kernel: 3, padding: 1, bias: false), .batchNormalization(),
        .leakyReLU(slope: 0.1), .averagePooling(size: 2, stride: 1), .tanh,
        .convolution(outputs: 2, kernel: 2, stride: 2), .maxPooling(size: 2, stride: 2), .flatten,
        .dense(outputs: 6), .sigmoid, .dropout(probability: 0.5), .dense(outputs: 4, bias: false),
        .softmax,
      ])
    let parameters = try hashedParameters(of: architecture).mapValues { $0.map(Double.init) }
    let network = ReferenceNetwork(architecture: architecture, parameters: parameters)
    #expect(network.parameters == parameters)
    let x = smoothBatch(5, architecture.input)
    let targets = Batch(oneHot: hashedLabels(5).map { $0 % 4 }, classes: 4)
    let loss = ReferenceElementwiseLoss.meanSquaredError

    let (_, _, inputGradient, gradients) = network.gradients(x, targets: targets, loss: loss)
    #expect(gradients.keys.sorted() == parameters.keys.filter { !$0.contains("running") }.sorted())
    for (name, gradient) in gradients {
      let numeric = FiniteDifference.gradient(at: parameters[name] ?? []) { tensor in
        let moved = parameters.merging([name: tensor]) { $1 }
        let network = ReferenceNetwork(architecture: architecture, parameters: moved)
        return loss.value(network.forward(x), targets: targets)
      }
      #expect(relativeError(gradient, numeric) < tolerance, "\(name)")
    }
    let numeric = FiniteDifference.gradient(at: x.values) {
      let moved = Batch(count: x.count, shape: x.shape, values: $0)
      return loss.value(network.forward(moved), targets: targets)
    }
    #expect(relativeError(inputGradient.values, numeric) < tolerance)
  }
}

// MARK: - Comparison

private let tolerance = 1e-6

/// Compares a layer's gradients of a fixed weighted sum of its outputs with central differences.
private func expectGradients(
  of layer: some ReferenceLayer, at x: Batch, sourceLocation: SourceLocation = #_sourceLocation
) {
  let y = layer.forward(x)
  let weights = HashedValues("output gradient").doubles(y.values.count)
  func sum(_ layer: some ReferenceLayer, _ x: Batch) -> Double {
    zip(layer.forward(x).values, weights).reduce(0) { $0 + $1.0 * $1.1 }
  }

  let (input, parameters) = layer.backward(
    x, outputGradient: Batch(count: y.count, shape: y.shape, values: weights))
  let numeric = FiniteDifference.gradient(at: x.values) {
    sum(layer, Batch(count: x.count, shape: x.shape, values: $0))
  }
  #expect(input.shape == x.shape, sourceLocation: sourceLocation)
  #expect(relativeError(input.values, numeric) < tolerance, "input", sourceLocation: sourceLocation)
  #expect(parameters.count == layer.parameters.count, sourceLocation: sourceLocation)
  for index in parameters.indices {
    let numeric = FiniteDifference.gradient(at: layer.parameters[index]) {
      var moved = layer
      moved.parameters[index] = $0
      return sum(moved, x)
    }
    #expect(
      relativeError(parameters[index], numeric) < tolerance, "parameter \(index)",
      sourceLocation: sourceLocation)
  }
}

/// Uniform features in `[-1, 1)`.
private func smoothBatch(_ count: Int, _ shape: Shape) -> Batch {
  Batch(
    count: count, shape: shape,
    values: HashedValues("input").doubles(count * shape.count))
}

/// Features at least 0.002 from each other and from 0: off every kink and tie.
private func distinctBatch(_ count: Int, _ shape: Shape) -> Batch {
  let hashes = HashedValues("order")
  let order = (0..<count * shape.count).sorted { hashes[$0] < hashes[$1] }
  return Batch(
    count: count, shape: shape,
    values: order.map { (Double($0) + 0.5 - Double(order.count / 2)) * 0.004 })
}
