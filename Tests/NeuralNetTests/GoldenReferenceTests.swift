import NeuralNet
import NeuralNetReference
import RecognizerTestSupport
import Testing

/// The reference layers, losses and optimisers agree with PyTorch.
@Suite struct GoldenReferenceTests {
  /// Golden values have ten digits.
  private let tolerance = 1e-8

  @Test func architectures() throws {
    #expect(try GoldenNetwork.load("lenet5").architecture == .lenet5)
    #expect(try GoldenNetwork.load("mnist-example").architecture == .mnistExample)
  }

  @Test(arguments: ["lenet5", "mnist-example", "every-layer"])
  func onePass(name: String) throws {
    let golden = try GoldenNetwork.load(name)
    var network = try golden.referenceNetwork()
    let x = golden.batch
    let pass = network.gradients(x, targets: golden.targets)
    #expect(relativeError(pass.outputs.values, golden.logits) < tolerance)
    #expect(abs(pass.loss - golden.crossEntropy.value) < tolerance)

    let gradients = pass.parameters.merging(["input": pass.input.values]) { $1 }
    #expect(gradients.keys.sorted() == golden.gradients.keys.sorted())
    for (name, expected) in golden.gradients {
      #expect(expected.relativeError(of: gradients[name] ?? []) < tolerance, "\(name)")
    }
    guard !golden.runningStatistics.isEmpty else { return }

    network.updateRunningStatistics(x)
    for (name, expected) in golden.runningStatistics {
      #expect(relativeError(network.parameters[name] ?? [], expected) < tolerance, "\(name)")
    }
    network.setTraining(false)
    #expect(relativeError(network.forward(x).values, golden.inferenceLogits) < tolerance)
  }

  @Test func losses() throws {
    let golden = try GoldenNetwork.load("lenet5")
    let targets = golden.targets
    let logits = Batch(count: golden.count, shape: Shape(channels: 10), values: golden.logits)
    func expect(_ loss: some ReferenceLoss, _ expected: GoldenNetwork.Loss) {
      #expect(abs(loss.value(logits, targets: targets) - expected.value) < tolerance)
      let gradient = loss.gradient(logits, targets: targets).values
      #expect(relativeError(gradient, expected.logitGradient) < tolerance)
    }
    expect(ReferenceCrossEntropy(), golden.crossEntropy)
    expect(ReferenceCrossEntropy(labelSmoothing: 0.1), golden.smoothedCrossEntropy)
    expect(ReferenceElementwiseLoss.huber(delta: 0.5), golden.huber)

    let (loss, softmax) = (ReferenceElementwiseLoss.meanSquaredError, ReferenceSoftmax())
    let probabilities = softmax.forward(logits)
    let expected = golden.meanSquaredError
    #expect(abs(loss.value(probabilities, targets: targets) - expected.value) < tolerance)
    let gradient = softmax.inputGradient(
      logits, outputGradient: loss.gradient(probabilities, targets: targets))
    #expect(relativeError(gradient.values, expected.logitGradient) < tolerance)
  }

  @Test(
    arguments: GoldenNetwork.Run.allCases.map { ("every-layer", $0) }
      + [("lenet5", .sgd), ("lenet5", .adamW)])
  func training(name: String, run: GoldenNetwork.Run) throws {
    let golden = try GoldenNetwork.load(name)
    let losses = try trainingLosses(of: golden, run)
    #expect(golden.losses(of: run).count == 11)
    // Training magnifies differences, if only of the last digit.
    #expect(relativeError(losses, golden.losses(of: run)) < 1e-7)
  }

  private func trainingLosses(
    of golden: GoldenNetwork, _ run: GoldenNetwork.Run
  ) throws -> [Double] {
    func train(
      _ optimizer: some ReferenceOptimizer, onlyWeightsDecay: Bool = false
    ) throws -> [Double] {
      var optimizer = optimizer
      var network = try golden.referenceNetwork()
      let (x, targets) = (golden.batch, golden.targets)
      var losses: [Double] = []
      for _ in 0..<10 {
        let pass = network.gradients(x, targets: targets)
        losses.append(pass.loss)
        network.update(
          with: pass.parameters, by: &optimizer, onlyWeightsDecay: onlyWeightsDecay)
      }
      return losses + [ReferenceCrossEntropy().value(network.forward(x), targets: targets)]
    }
    let sgd = ReferenceSGD(learningRate: 0.01, momentum: 0.9, weightDecay: 0.1)
    let adamW = ReferenceAdamW(learningRate: 0.001, weightDecay: 0.1)
    return switch run {
    case .sgd: try train(sgd)
    case .sgdOnlyWeightsDecay: try train(sgd, onlyWeightsDecay: true)
    case .nesterov:
      try train(ReferenceSGD(learningRate: 0.01, momentum: 0.9, isNesterov: true))
    case .adamW: try train(adamW)
    case .adamWOnlyWeightsDecay: try train(adamW, onlyWeightsDecay: true)
    }
  }
}
