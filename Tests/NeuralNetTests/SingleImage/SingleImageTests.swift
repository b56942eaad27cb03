import NeuralNet
import NeuralNetReference
import RecognizerTestSupport
import Testing

/// A sample on its own, which takes a way of its own, gets the answer that a block of samples gets.
@Suite struct SingleImageTests {
  static let architectures: [Architecture] =
    Architecture.named
    + ReferenceAgreementTests.cases.map {
      Architecture(name: "\($0.layers.map(\.type))", input: $0.input, layers: $0.layers)
    } + [
      // Normalisation behind a ReLU and a convolution of what was flattened stay with blocks.
      Architecture(
        name: "normalised late", input: Shape(channels: 3, height: 6, width: 6),
        layers: [
          .convolution(outputs: 5, kernel: 3), .relu, .batchNormalization(), .flatten,
          .dense(outputs: 4),
        ]),
      Architecture(
        name: "flattened early", input: Shape(channels: 3, height: 2, width: 2),
        layers: [.flatten, .convolution(outputs: 5, kernel: 1), .dense(outputs: 4)]),
      // No weights at the start, and several places at the end.
      Architecture(
        name: "pooled first", input: Shape(channels: 17, height: 9, width: 8),
        layers: [
          .maxPooling(size: 2, stride: 2), .tanh,
          .convolution(outputs: 33, kernel: 3, padding: 1), .sigmoid,
          .averagePooling(size: 2, stride: 1),
        ]),
    ]

  @Test(arguments: architectures, KernelChoice.availableNames)
  func agreesWithBlocks(architecture: Architecture, variant: String) throws {
    let kernels = try #require(KernelChoice.named(variant))
    let network = try Network(architecture)
    var parameters = network.flattened(try hashedParameters(of: architecture))
    for tensor in network.tensors where tensor.role == .statistic {
      let values = HashedValues("\(tensor.name) measured")
        .floats(tensor.range.count, center: 1, scale: 0.5)
      parameters.replaceSubrange(tensor.range, with: values)
    }
    let count = 3
    let inputs = hashedInputs(count, architecture.input)
    func outputs(batch: Int) -> [Float] {
      let predictor = Predictor(
        network, weights: Weights(parameters), threads: 1, batch: batch, kernels: kernels)
      return predictor.outputs(count: count) { sample, features in
        let own = inputs[sample * network.inputCount..<(sample + 1) * network.inputCount]
        _ = features.update(fromContentsOf: own)
      }.values
    }
    let (alone, together) = (outputs(batch: 1), outputs(batch: 16))
    #expect(relativeError(alone.map(Double.init), together.map(Double.init)) < 1e-5)
  }
}
