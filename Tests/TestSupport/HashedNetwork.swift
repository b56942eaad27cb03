public import NeuralNet

/// The tensors of an architecture by name, each drawn from the stream of its name.
///
/// - Weights of fan-in `n` are uniform in `±sqrt(6 / n)`: He's standard deviation.
/// - Recurrent weights are a sixth of that, far from stretching anything.
/// - Biases are uniform in `±0.125`.
/// - Batch normalisation has weights in `1 ± 0.25`, running means 0 and running variances 1.
public func hashedParameters(
  of architecture: Architecture
) throws(ArchitectureError) -> [String: [Float]] {
  var parameters: [String: [Float]] = [:]
  for tensor in try architecture.parameterTensors() {
    let count = tensor.range.count
    let stream = HashedValues(tensor.name)
    parameters[tensor.name] =
      switch tensor.role {
      case .weight where tensor.name.hasSuffix("recurrent_weight"):
        stream.floats(
          count, scale: Float((6 / Double(count / tensor.shape[0])).squareRoot()) / 6)
      case .weight:
        stream.floats(
          count, scale: Float((6 / Double(count / tensor.shape[0])).squareRoot()))
      case .statistic where tensor.name.hasSuffix("running_var"):
        [Float](repeating: 1, count: count)
      case .statistic: [Float](repeating: 0, count: count)
      case .bias where tensor.name.hasSuffix("weight"): stream.floats(count, center: 1, scale: 0.25)
      case .bias: stream.floats(count, scale: 0.125)
      }
  }
  return parameters
}

/// `count` samples uniform in `[-1, 1)`, sample-major, from the stream `input`.
public func hashedInputs(_ count: Int, _ shape: Shape) -> [Float] {
  HashedValues("input").floats(count * shape.count)
}

/// `count` digits from the stream `labels`.
public func hashedLabels(_ count: Int) -> [Int] {
  let stream = HashedValues("labels")
  return (0..<count).map { Int(stream[$0] % 10) }
}
