public import NeuralNet

extension ReferenceNetwork {
  /// The plain twin of a network with the weights of its flat buffer.
  public init(_ network: Network, parameters: [Float]) {
    let named = network.tensors.map { ($0.name, parameters[$0.range].map(Double.init)) }
    self.init(
      architecture: network.architecture, parameters: Dictionary(uniqueKeysWithValues: named))
  }
}
