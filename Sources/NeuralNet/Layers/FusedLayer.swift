import RecognizerKernelInterface

/// Descriptions that run as one layer: a convolution with the ReLU and the pooling after it, and in
/// inference the batch normalisation before those; in training, where that needs the statistics of
/// the whole batch first, a batch normalisation with the ReLU and the pooling after it.
///
/// Their outputs would otherwise pass through memory two or three times more.
struct FusedLayer: Hashable {
  /// The descriptions' positions in the architecture; the first one has the parameters.
  let range: Range<Int>
  /// The functions of the first one's results.
  let epilogue: Epilogue
  /// Whether the second one is a batch normalisation, which comes before them.
  var hasNormalization = false

  /// The groups of an architecture, in order.
  static func groups(of layers: [LayerDescription], forTraining isForTraining: Bool) -> [FusedLayer]
  {
    var groups: [FusedLayer] = []
    var start = 0
    while start < layers.count {
      let group = group(of: layers, from: start, forTraining: isForTraining)
      groups.append(group)
      start = group.range.upperBound
    }
    return groups
  }

  private static func group(
    of layers: [LayerDescription], from start: Int, forTraining isForTraining: Bool
  ) -> FusedLayer {
    var end = start + 1
    var hasNormalization = false
    switch layers[start] {
    // Gradients come back through an epilogue undivided by strides and inside the padded planes.
    case .convolution(_, let kernel, 1, let padding, _) where padding < kernel:
      if !isForTraining, case .batchNormalization = layers[end...].first {
        hasNormalization = true
        end += 1
      }
    case .batchNormalization where isForTraining: break
    default: return FusedLayer(range: start..<end, epilogue: .none)
    }
    let (length, epilogue) = epilogue(layers[end...])
    return FusedLayer(
      range: start..<end + length, epilogue: epilogue, hasNormalization: hasNormalization)
  }

  /// The functions that layers begin with, and how many layers they are.
  private static func epilogue(
    _ layers: ArraySlice<LayerDescription>
  ) -> (length: Int, Epilogue) {
    let pooling = LayerDescription.maxPooling(size: 2, stride: 2)
    // The largest of four and the ReLU may change places.
    switch Array(layers.prefix(2)) {
    case [.relu, pooling], [pooling, .relu]: return (2, .reluMaxPool)
    case let next where next.first == .relu: return (1, .relu)
    default: return (0, .none)
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

  /// The gradient with respect to a layer's output from a vector of each block on, and what forward
  /// saved for the epilogue.
  func outputGradient(_ context: LayerContext, from first: Int = 0) -> EpilogueGradient {
    let gradient = UnsafePointer(context.outputGradient + first)
    switch self {
    case .none: return .none(gradient)
    case .relu: return .relu(gradient, output: context.output + first)
    case .reluMaxPool:
      let argmax = UnsafeRawPointer(context.saved).assumingMemoryBound(to: ArgmaxVector.self)
      return .reluMaxPool(gradient, argmax: argmax + first)
    }
  }
}
