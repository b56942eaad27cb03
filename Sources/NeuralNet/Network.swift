/// An architecture compiled to layers: shapes checked once, and the places of all parameters.
///
/// A network owns no floats, so one value serves any number of runs.
public struct Network: Sendable {
  /// The architecture that the network was compiled from.
  public let architecture: Architecture
  /// Every array of parameters and its place in the flat buffer.
  public let tensors: [ParameterTensor]
  /// The number of trainable parameters: weights and biases, without the statistics that batch
  /// normalisation and equilibrium layers measure.
  public let parameterCount: Int
  /// Floats of the flat buffer of parameters: trainable ones, statistics, and the gaps between
  /// arrays.
  public let storageCount: Int
  /// Features of one input sample.
  public let inputCount: Int
  /// Features of one output sample.
  public let outputCount: Int
  /// Multiply-adds of one sample's forward pass through convolutions and dense layers, counted as
  /// the direct algorithm does them.
  package private(set) var multiplyAdds = 0

  /// The input's shape and the output shape of every description of the architecture.
  let shapes: [Shape]
  private(set) var layers: [any Layer] = []
  /// For every layer, which descriptions of the architecture it stands for.
  private(set) var groups: [FusedLayer] = []
  /// For every layer, where its parameters start in the flat buffer.
  private(set) var parameterOffsets: [Int] = []
  /// For every layer, where what it derives from the parameters starts.
  private(set) var derivedOffsets: [Int] = []
  /// Floats of all that layers derive.
  private(set) var derivedCount = 0
  /// Vectors of scratch that a worker needs.
  private(set) var scratchCount = 0
  /// The first layer with parameters: no gradient is needed before it.
  private(set) var firstLearning = 0

  /// Compiles an architecture.
  ///
  /// - Throws: `ArchitectureError` for the first layer that does not fit its input.
  public init(_ architecture: Architecture) throws(ArchitectureError) {
    self.architecture = architecture
    let shapes = try architecture.shapes()
    self.shapes = shapes
    let tensors = try architecture.parameterTensors()
    self.tensors = tensors
    parameterCount = tensors.reduce(0) { $0 + ($1.role == .statistic ? 0 : $1.range.count) }
    storageCount = tensors.last?.range.upperBound ?? 0

    inputCount = architecture.input.count
    outputCount = shapes.last?.count ?? inputCount
    compile(forTraining: true)
  }

  /// The same network in fewer layers, which cannot learn.
  var forInference: Network {
    var network = self
    network.compile(forTraining: false)
    return network
  }

  private mutating func compile(forTraining isForTraining: Bool) {
    groups = FusedLayer.groups(of: architecture, forTraining: isForTraining)
    layers = groups.map { layer($0, forTraining: isForTraining) }
    let own = groups.map { group in tensors.first { group.range.contains($0.layer) } }
    parameterOffsets = own.map { $0?.range.lowerBound ?? 0 }
    firstLearning = own.firstIndex { $0 != nil } ?? layers.count
    var offsets = [0]
    for layer in layers {
      offsets.append(offsets[offsets.count - 1] + ParameterTensor.aligned(layer.derivedCount))
    }
    derivedCount = offsets.removeLast()
    derivedOffsets = offsets
    scratchCount = layers.map(\.scratchCount).max() ?? 0
    multiplyAdds = layers.reduce(0) { $0 + $1.multiplyAdds }
  }

  /// What runs as one.
  private func layer(_ group: FusedLayer, forTraining isForTraining: Bool) -> any Layer {
    let (first, core, end) = (group.range.lowerBound, group.core, group.range.upperBound)
    func normalization(_ position: Int, to output: Int, _ epilogue: Epilogue)
      -> BatchNormalizationLayer?
    {
      architecture.layers[position].batchNormalization(
        input: shapes[position], output: shapes[output], epilogue: epilogue)
    }
    let stage: (any InputStage)? =
      switch group.prologue {
      case nil: nil
      case .normalization(let epilogue):
        normalization(first, to: core, epilogue).map(NormalizedInputStage.init)
      case .stem(let hasNormalization):
        architecture.layers[first].stem(
          input: shapes[first], output: shapes[core],
          normalization: hasNormalization ? normalization(first + 1, to: core, .none) : nil,
          isForTraining: isForTraining)
      }
    return architecture.layers[core].layer(
      input: shapes[core], sums: shapes[core + 1], output: shapes[end], epilogue: group.epilogue,
      normalization: group.hasNormalization ? normalization(core + 1, to: core + 2, .none) : nil,
      stage: stage)
  }

  /// The arrays of a layer.
  func tensors(ofLayer index: Int) -> [ParameterTensor] {
    tensors.filter { groups[index].range.contains($0.layer) }
  }

  /// A layer's position in the architecture and the kinds of the descriptions it stands for.
  func name(ofLayer index: Int) -> String {
    let range = groups[index].range
    let kinds = architecture.layers[range].map(\.type).joined(separator: " + ")
    return "\(range.lowerBound) \(kinds)"
  }
}
