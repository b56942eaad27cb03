import RecognizerKernelInterface

/// Descriptions that run as one layer, because their outputs would otherwise pass through memory two
/// or three times more.
///
/// They are a convolution with the ReLU and the pooling after it. In inference the batch normalisation
/// before those belongs to them, too. In training it needs the statistics of the whole batch first: it
/// then begins a layer, with the ReLU and the pooling after it and, if that is one of Winograd's, the
/// convolution after those. In front of one of Winograd's, the network's first convolution belongs to
/// it with all that follows, if it is a small one.
struct FusedLayer: Hashable {
  /// What comes before a convolution.
  enum Prologue: Hashable {
    /// A batch normalisation, with its epilogue.
    case normalization(Epilogue)
    /// A convolution and a ReLU, perhaps with a batch normalisation in between.
    case stem(hasNormalization: Bool)
  }

  /// The descriptions' positions in the architecture.
  let range: Range<Int>
  /// The position of the convolution, or else of the first description.
  let core: Int
  /// The functions of the core's results.
  let epilogue: Epilogue
  /// Whether a batch normalisation comes between the core and its epilogue.
  var hasNormalization = false
  /// What comes before the core; nil where it is the first.
  var prologue: Prologue?

  /// The groups of an architecture, in order.
  static func groups(of architecture: Architecture, forTraining isForTraining: Bool) -> [FusedLayer]
  {
    var groups: [FusedLayer] = []
    var start = 0
    while start < architecture.layers.count {
      let group = group(of: architecture, from: start, forTraining: isForTraining)
      groups.append(group)
      start = group.range.upperBound
    }
    return groups
  }

  private static func group(
    of architecture: Architecture, from start: Int, forTraining isForTraining: Bool
  ) -> FusedLayer {
    let layers = architecture.layers
    let (core, prologue) = prologue(of: architecture, from: start, forTraining: isForTraining)
    var end = core + 1
    var hasNormalization = false
    switch layers[core] {
    case _ where layers[core].passesGradientsThroughEpilogue:
      if !isForTraining, case .batchNormalization = layers[end...].first {
        hasNormalization = true
        end += 1
      }
    case .batchNormalization where isForTraining: break
    default: return FusedLayer(range: start..<end, core: core, epilogue: .none)
    }
    let (length, epilogue) = epilogue(layers[end...])
    return FusedLayer(
      range: start..<end + length, core: core, epilogue: epilogue,
      hasNormalization: hasNormalization, prologue: prologue)
  }

  /// The position of the convolution that what begins at `start` comes before, or `start` itself.
  private static func prologue(
    of architecture: Architecture, from start: Int, forTraining isForTraining: Bool
  ) -> (core: Int, Prologue?) {
    let layers = architecture.layers
    var end = start + 1
    if case .batchNormalization = layers[start], isForTraining, start > 0,
      layers[start - 1].passesGradientsThroughEpilogue
    {
      let (length, functions) = epilogue(layers[end...])
      end += length
      if length > 0, layers[end...].first?.isWinograd(after: layers[start - 1]) == true {
        return (end, .normalization(functions))
      }
    } else if start == 0, layers[0].isStem(of: architecture.input) {
      var hasNormalization = false
      if case .batchNormalization = layers[end...].first {
        hasNormalization = true
        end += 1
      }
      if layers[end...].first == .relu,
        layers[(end + 1)...].first?.isWinograd(after: layers[0]) == true
      {
        return (end + 1, .stem(hasNormalization: hasNormalization))
      }
    }
    return (start, nil)
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

  /// Whether it is a convolution that is small enough to be computed again and again.
  fileprivate func isStem(of input: Shape) -> Bool {
    guard passesGradientsThroughEpilogue, case .convolution(_, let kernel, _, _, _) = self else {
      return false
    }
    return input.channels * kernel * kernel <= StemStage.largestWindow
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
