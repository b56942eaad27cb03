import NeuralNet
import NeuralNetReference

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How far central differences of a network's loss are from its gradient, for one step after the
/// other.
struct DifferenceErrors {
  /// The steps, two a power of ten, from large to small.
  static let steps = (2...20).map { pow(10, -Double($0) / 2) }

  /// With the loss of the reference.
  let double: [Double]
  /// With the loss of the library's network, which computes in single precision.
  let single: [Double]

  /// Errors for fresh weights on the first `count` digits.
  init(on digits: TestDigits, count: Int) throws(ArchitectureError) {
    let network = try Network(Self.architecture(digits.shape))
    let parameters = network.initialParameters(seed: 1)
    let batch = digits.batch(0..<count)
    let targets = Batch(
      digits.samples.selecting(0..<count).ownTargets, outputs: network.outputCount)
    let loss = ReferenceCrossEntropy()
    let reference = ReferenceNetwork(network, parameters: parameters)
    let gradients = reference.gradients(batch, targets: targets, loss: loss).parameters
    let exact = network.tensors.flatMap { gradients[$0.name] ?? [] }

    func errors(_ value: (_ tensor: ParameterTensor, _ weights: [Double]) -> Double) -> [Double] {
      Self.steps.map { step in
        let found = network.tensors.flatMap { tensor in
          FiniteDifference.gradient(at: parameters[tensor.range].map(Double.init), step: step) {
            value(tensor, $0)
          }
        }
        return relativeError(found, exact)
      }
    }
    let tensors = reference.parameters
    double = errors { tensor, weights in
      var moved = tensors
      moved[tensor.name] = weights
      let twin = ReferenceNetwork(architecture: network.architecture, parameters: moved)
      return loss.value(twin.forward(batch), targets: targets)
    }
    let samples = digits.samples.selecting(0..<count)
    single = errors { tensor, weights in
      var moved = parameters
      moved.replaceSubrange(tensor.range, with: weights.map(Float.init))
      let predictor = Predictor(network, parameters: moved, batch: count)
      let outputs = Batch(
        count: count, shape: Shape(channels: network.outputCount),
        values: predictor.outputs(of: samples).values.map(Double.init))
      return Double(Float(loss.value(outputs, targets: targets)))
    }
  }

  /// A network of few weights, because each is moved twice a step; and smooth, so that nothing but
  /// the step and rounding makes an error.
  private static func architecture(_ input: Shape) -> Architecture {
    Architecture(
      name: "smooth", input: input,
      layers: [
        .averagePooling(size: 4, stride: 4), .convolution(outputs: 4, kernel: 3), .tanh, .flatten,
        .dense(outputs: 10),
      ])
  }
}
