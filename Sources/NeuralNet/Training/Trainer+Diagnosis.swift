extension Trainer {
  /// The first layer whose weights or output are infinite or not a number, by position and kind.
  func firstLayerNotFinite(blocks: Int) -> String {
    for (index, group) in network.groups.enumerated() {
      let position = group.range.lowerBound
      let name = "layer \(position) (\(network.architecture.layers[position].type))"
      let weights = network.tensors.filter { group.range.contains($0.layer) }
      let weightsAreFinite = weights.allSatisfy { tensor in
        tensor.range.allSatisfy { workspace.parameters.floats[$0].isFinite }
      }
      if !weightsAreFinite { return "the weights of \(name)" }
      if !outputIsFinite(layer: index, blocks: blocks) { return "the output of \(name)" }
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
