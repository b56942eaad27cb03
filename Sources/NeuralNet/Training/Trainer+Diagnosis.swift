extension Trainer {
  /// The first layer whose weights or output are infinite or not a number, by position and kind.
  func firstLayerNotFinite(blocks: Int) -> String {
    for (index, layer) in network.architecture.layers.enumerated() {
      let weights = network.tensors.filter { $0.layer == index }
      let weightsAreFinite = weights.allSatisfy { tensor in
        tensor.range.allSatisfy { workspace.parameters.floats[$0].isFinite }
      }
      if !weightsAreFinite { return "the weights of layer \(index) (\(layer.type))" }
      if !outputIsFinite(layer: index, blocks: blocks) {
        return "the output of layer \(index) (\(layer.type))"
      }
    }
    return "the loss"
  }

  private func outputIsFinite(layer: Int, blocks: Int) -> Bool {
    (0..<blocks).allSatisfy { block in
      let output = workspace.activation(layer + 1, block: block)
      return (0..<network.layers[layer].outputShape.count).allSatisfy { feature in
        (0..<16).allSatisfy { output[feature][$0].isFinite }
      }
    }
  }
}
