import RecognizerKernelInterface

/// Descriptions that run as one layer: a convolution with the ReLU and the pooling behind it.
///
/// Their outputs would otherwise pass through memory two or three times more.
struct FusedLayer: Hashable {
  /// The descriptions' positions in the architecture; the first one has the parameters.
  let range: Range<Int>
  /// What follows the first one's sums.
  let epilogue: Epilogue

  /// The groups of an architecture, in order.
  static func groups(of layers: [LayerDescription]) -> [FusedLayer] {
    var groups: [FusedLayer] = []
    var start = 0
    while start < layers.count {
      let (length, epilogue) = epilogue(behind: layers[start...])
      groups.append(FusedLayer(range: start..<start + length, epilogue: epilogue))
      start += length
    }
    return groups
  }

  private static func epilogue(
    behind layers: ArraySlice<LayerDescription>
  ) -> (length: Int, Epilogue) {
    // Gradients come back through an epilogue undivided by strides and inside the padded planes.
    guard case .convolution(_, let kernel, 1, let padding, _) = layers.first, padding < kernel
    else { return (1, .none) }
    let pooling = LayerDescription.maxPooling(size: 2, stride: 2)
    // The largest of four and the ReLU may change places.
    switch Array(layers.dropFirst().prefix(2)) {
    case [.relu, pooling], [pooling, .relu]: return (3, .reluMaxPool)
    case let next where next.first == .relu: return (2, .relu)
    default: return (1, .none)
    }
  }
}
