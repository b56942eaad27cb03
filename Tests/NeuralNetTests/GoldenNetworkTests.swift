import NeuralNet
import NeuralNetReference
import RecognizerKernelInterface
import RecognizerTestSupport
import Testing

/// The network agrees with PyTorch, with every variant of the kernels that this processor has.
@Suite struct GoldenNetworkTests {
  @Test(arguments: ["lenet5", "mnist-example", "every-layer"], KernelChoice.availableNames)
  func onePass(name: String, variant: String) throws {
    guard let kernels = KernelChoice.named(variant) else { return }
    let golden = try GoldenNetwork.load(name)
    let network = try Network(golden.architecture)
    let parameters = network.flattened(try golden.parameters())
    let pass = GradientPass(
      network, parameters: parameters, features: golden.inputs,
      targets: .classes(golden.labels.map(UInt8.init)),
      loss: .crossEntropy(), threads: 2, kernels: kernels)
    #expect(relativeError(pass.outputs.map(Double.init), golden.logits) < 1e-5)
    #expect(abs(pass.loss - golden.crossEntropy.value) < 1e-5)
    for tensor in network.tensors {
      let found = pass.gradient[tensor.range].map(Double.init)
      if let expected = golden.gradients[tensor.name] {
        #expect(expected.relativeError(of: found) < 1e-5, "\(tensor.name)")
      }
      if let expected = golden.runningStatistics[tensor.name] {
        let moved = pass.parameters[tensor.range].map(Double.init)
        #expect(relativeError(moved, expected) < 1e-5, "\(tensor.name)")
      }
    }
    guard !golden.inferenceLogits.isEmpty else { return }
    let predictor = Predictor(
      network, weights: Weights(pass.parameters), threads: 1, batch: 16, kernels: kernels)
    let inputs = golden.inputs
    let count = network.inputCount
    let outputs = predictor.outputs(count: golden.count) { sample, features in
      for i in 0..<count { features[i] = inputs[sample * count + i] }
    }.values
    #expect(relativeError(outputs.map(Double.init), golden.inferenceLogits) < 1e-5)
  }
}
