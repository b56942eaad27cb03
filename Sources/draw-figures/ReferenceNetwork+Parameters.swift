import NeuralNet
import NeuralNetReference

extension ReferenceNetwork {
  /// The plain twin of a network with the weights of its flat buffer.
  init(_ network: Network, parameters: [Float]) {
    let named = network.tensors.map { ($0.name, parameters[$0.range].map(Double.init)) }
    self.init(
      architecture: network.architecture,
      parameters: Dictionary(named) { first, _ in first })
  }
}
