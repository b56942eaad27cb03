import RecognizerTestSupport
import Testing

@testable import NeuralNet

/// With a decay of the rates each layer moves in the same direction, first layers less.
@Suite struct LayerRatesTests {
  /// Without equilibrium layers, which also project their weights.
  private static let architecture = Architecture(
    name: "small", input: Shape(channels: 1, height: 10, width: 10),
    layers: [
      .convolution(outputs: 5, kernel: 3, bias: false), .batchNormalization(), .relu,
      .maxPooling(size: 2, stride: 2), .convolution(outputs: 6, kernel: 3), .relu, .flatten,
      .dense(outputs: 700), .relu, .dense(outputs: 20), .tanh, .dense(outputs: 4),
    ])

  /// The change of each parameter in one step.
  private func step(decay: Float?) throws -> [Float] {
    var configuration = TrainerTests.configuration
    configuration.epochs = 1
    configuration.batchSize = 64
    configuration.optimizer = .sgd(momentum: 0)
    configuration.schedule = .constant
    configuration.learningRate = 0.05
    configuration.averageDecay = nil
    configuration.layerRateDecay = decay
    let trainer = try Trainer(
      Network(Self.architecture), configuration: configuration,
      training: TrainerTests.samples(64, seed: 1), validation: nil, threads: 2)
    let before = trainer.parameters
    _ = try trainer.run(shouldStop: { false }) { _ in }
    return zip(trainer.parameters, before).map { $0 - $1 }
  }

  @Test func eachLayerMovesByItsPowerOfTheDecay() throws {
    let network = try Network(Self.architecture)
    let (whole, decayed) = (try step(decay: nil), try step(decay: 0.5))
    #expect(try step(decay: 1) == whole)
    let factors = network.rateFactors(decay: 0.5)
    let learning = network.layers.indices.filter { !network.tensors(ofLayer: $0).isEmpty }
    try #require(learning.count > 4)
    for (depth, layer) in learning.reversed().enumerated() {
      var expected: Float = 1
      for _ in 0..<depth { expected /= 2 }
      #expect(factors[layer] == expected)
    }
    #expect(whole.contains { $0 != 0 })
    // Powers of two change no bit of a product, only sums with the parameters round.
    let parameters = network.initialParameters(seed: 1)
    for layer in learning {
      for tensor in network.tensors(ofLayer: layer) {
        for position in tensor.range {
          // Statistics follow the batch and not the gradient.
          let factor = tensor.role == .statistic ? 1 : factors[layer]
          #expect(
            abs(decayed[position] - factor * whole[position])
              <= 1e-6 * max(0.01, abs(parameters[position])),
            "\(layer) \(network.name(ofLayer: layer)) \(decayed[position] / whole[position])")
        }
      }
    }
  }
}
