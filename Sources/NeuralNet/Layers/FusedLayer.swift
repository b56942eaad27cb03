import RecognizerKernelInterface

/// Descriptions that run as one layer, because their outputs would otherwise pass through memory two
/// or three times more.
///
/// They are a convolution with the ReLU and the pooling after it. In inference the batch normalisation
/// before those belongs to them, too. In training it needs the statistics of the whole batch first: it
/// then begins a layer, with the ReLU and the pooling after it and, if that is one of Winograd's, the
/// convolution after those.
struct FusedLayer: Hashable {
  /// The descriptions' positions in the architecture.
  let range: Range<Int>
  /// The position of the convolution, or else of the first description.
  let core: Int
  /// The functions of the core's results.
  let epilogue: Epilogue
  /// Whether a batch normalisation comes between the core and its epilogue.
  var hasNormalization = false
  /// The functions of a batch normalisation before the core; nil without one.
  var prologue: Epilogue?

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
    var (core, end) = (start, start + 1)
    var hasNormalization = false
    var prologue: Epilogue?
    switch layers[start] {
    case _ where layers[start].passesGradientsThroughEpilogue:
      if !isForTraining, case .batchNormalization = layers[end...].first {
        hasNormalization = true
        end += 1
      }
    case .batchNormalization where isForTraining:
      let (length, functions) = epilogue(layers[end...])
      if length > 0, start > 0, layers[start - 1].passesGradientsThroughEpilogue,
        layers[(end + length)...].first?.isWinograd(after: layers[start - 1]) == true
      {
        prologue = functions
        core = end + length
        end = core + 1
      }
    default: return FusedLayer(range: start..<end, core: core, epilogue: .none)
    }
    let (length, epilogue) = epilogue(layers[end...])
    return FusedLayer(
      range: start..<end + length, core: core, epilogue: epilogue,
      hasNormalization: hasNormalization, prologue: prologue)
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

extension LayerDescription {
  /// Whether it is a convolution to which gradients come back undivided by strides and inside the
  /// padded planes.
  fileprivate var passesGradientsThroughEpilogue: Bool {
    guard case .convolution(_, let kernel, 1, let padding, _) = self else { return false }
    return padding < kernel
  }

  /// Whether it is a convolution by Winograd's algorithm of the channels that another one makes.
  fileprivate func isWinograd(after other: LayerDescription) -> Bool {
    guard case .convolution(let inputs, _, _, _, _) = other,
      case .convolution(let outputs, let kernel, let stride, let padding, _) = self
    else { return false }
    return padding < kernel
      && WinogradLayer.pays(inputs: inputs, outputs: outputs, kernel: kernel, stride: stride)
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

extension LayerContext {
  /// The gradient with respect to a convolution's sums.
  func sumsGradient(_ epilogue: Epilogue) -> SumsGradient {
    if let normalizedOutput { return .normalized(outputGradient, normalizedOutput) }
    return .output(epilogue.outputGradient(self))
  }
}
