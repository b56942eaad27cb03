public import NeuralNet

extension Network {
  /// Arrays by tensor name as one flat buffer.
  public func flattened(_ parameters: [String: [Float]]) -> [Float] {
    var flat = initialParameters(seed: 0)
    for tensor in tensors {
      guard let values = parameters[tensor.name] else { continue }
      precondition(values.count == tensor.range.count, "\(tensor.name)")
      flat.replaceSubrange(tensor.range, with: values)
    }
    return flat
  }
}
