import NeuralNet
import Testing

@Suite struct InitializationTests {
  private static let architecture = Architecture(
    name: "initial", input: Shape(channels: 3, height: 12, width: 12),
    layers: [
      .convolution(outputs: 40, kernel: 5), .batchNormalization(), .relu, .flatten,
      .dense(outputs: 50), .tanh, .dense(outputs: 60), .dropout(probability: 0.5), .relu,
      .dense(outputs: 70),
    ])

  /// He's limit is `sqrt(6 / inputs)`, Glorot's `sqrt(6 / (inputs + outputs))`; the inputs and
  /// outputs of a convolution count once for each place of its window.
  @Test(arguments: [
    ("0.weight", 75), ("4.weight", 40 * 64 + 50), ("6.weight", 50), ("9.weight", 60 + 70),
  ])
  func weightsFillTheirIntervalEvenly(_ name: String, connections: Int) throws {
    let limit = (6 / Double(connections)).squareRoot()
    let network = try Network(Self.architecture)
    let tensor = try #require(network.tensors.first { $0.name == name })
    let values = network.initialParameters(seed: 3)[tensor.range].map(Double.init)
    let largest = values.map(abs).max() ?? 0
    #expect(largest <= limit * 1.000_001 && largest > 0.98 * limit)
    let variance = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
    // A uniform distribution's, within five deviations of the estimate.
    let expected = limit * limit / 3
    #expect(abs(variance / expected - 1) < 5 * (0.8 / Double(values.count)).squareRoot())
    let mean = values.reduce(0, +) / Double(values.count)
    #expect(abs(mean) < 5 * (expected / Double(values.count)).squareRoot())
  }

  @Test func theRestStartsAtZeroOrOne() throws {
    let network = try Network(Self.architecture)
    let parameters = network.initialParameters(seed: 3)
    func values(_ name: String) throws -> Set<Float> {
      Set(parameters[try #require(network.tensors.first { $0.name == name }).range])
    }
    for name in ["0.bias", "1.bias", "4.bias", "1.running_mean"] {
      #expect(try values(name) == [0], "\(name)")
    }
    for name in ["1.weight", "1.running_var"] { #expect(try values(name) == [1], "\(name)") }
  }

  @Test func seedsDiffer() throws {
    let network = try Network(Self.architecture)
    #expect(network.initialParameters(seed: 3) == network.initialParameters(seed: 3))
    #expect(network.initialParameters(seed: 3) != network.initialParameters(seed: 4))
  }

  /// As the field counts: what is learnt by gradient, without measured statistics.
  @Test(arguments: [("default", 197_802), ("equilibrium", 72_618), ("lenet5", 61_706)])
  func trainableParametersAreCounted(_ name: String, count: Int) throws {
    let network = try Network(try #require(Architecture.named(name)))
    #expect(network.parameterCount == count)
    #expect(network.storageCount >= count)
    #expect(network.initialParameters(seed: 1).count == network.storageCount)
  }
}
