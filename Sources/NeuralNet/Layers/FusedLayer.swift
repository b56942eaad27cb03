import RecognizerKernelInterface

/// Descriptions that run as one layer: a convolution with the ReLU and the pooling after it.
///
/// Their outputs would otherwise pass through memory two or three times more.
struct FusedLayer: Hashable {
  /// The descriptions' positions in the architecture; the first one has the parameters.
  let range: Range<Int>
  /// The functions of the first one's sums.
  let epilogue: Epilogue

  /// The groups of an architecture, in order.
  static func groups(of layers: [LayerDescription]) -> [FusedLayer] {
    var groups: [FusedLayer] = []
    var start = 0
    while start < layers.count {
      let (length, epilogue) = epilogue(after: layers[start...])
      groups.append(FusedLayer(range: start..<start + length, epilogue: epilogue))
      start += length
    }
    return groups
  }

  private static func epilogue(
    after layers: ArraySlice<LayerDescription>
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

// MARK: - Epilogues

extension Epilogue {
  /// Vectors of a block that hold the argmax of `outputs` windows.
  func savedCount(outputs: Int) -> Int {
    switch self {
    case .none, .relu: 0
    case .reluMaxPool: (outputs + 3) / 4
    }
  }

  /// The saved vectors of a layer as argmax.
  func argmax(_ saved: UnsafeMutablePointer<Vector>) -> UnsafeMutablePointer<ArgmaxVector>? {
    switch self {
    case .none, .relu: nil
    case .reluMaxPool:
      UnsafeMutableRawPointer(saved).assumingMemoryBound(to: ArgmaxVector.self)
    }
  }

  /// The gradient with respect to a layer's output, and what forward saved for the epilogue.
  func outputGradient(_ context: LayerContext) -> EpilogueGradient {
    switch self {
    case .none: .none(context.outputGradient)
    case .relu: .relu(context.outputGradient, output: context.output)
    case .reluMaxPool:
      .reluMaxPool(
        context.outputGradient,
        argmax: UnsafeRawPointer(context.saved).assumingMemoryBound(to: ArgmaxVector.self))
    }
  }
}
