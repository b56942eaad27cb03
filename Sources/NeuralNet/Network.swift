import RecognizerKernelInterface

/// What an architecture compiles to: shapes checked once, and where everything lies in memory.
///
/// A network owns no floats, so one value serves any number of workspaces. An activation is a
/// *slot* of a block; a layer that works in place writes to its input's slot.
public struct Network: Sendable {
  /// What the network was compiled from.
  public let architecture: Architecture
  /// Every array of parameters and its place in the flat buffer.
  public let tensors: [ParameterTensor]
  /// Numbers that training adjusts or measures.
  public let parameterCount: Int

  /// The input's shape and the output shape of every description of the architecture.
  let shapes: [Shape]
  let layers: [any Layer]
  /// For every layer, which descriptions of the architecture it stands for.
  let groups: [FusedLayer]
  /// For every layer boundary, where its activation starts in a block.
  let activationOffsets: [Int]
  /// For every layer, where its record starts in a block.
  let savedOffsets: [Int]
  /// Vectors of all activations and records of a block.
  let blockSize: Int
  /// Floats of the flat buffer of parameters, gaps included.
  let flatCount: Int
  /// For every layer, where its parameters start in the flat buffer.
  let parameterOffsets: [Int]
  /// For every layer, where its gradient starts among a block's own gradients, if it has them.
  let blockGradientOffsets: [Int?]
  /// Floats of a block's own gradients.
  let blockGradientCount: Int
  /// For every layer, where its state starts.
  let derivedOffsets: [Int]
  let derivedCount: Int
  let scratchCount: Int
  /// How the parameters' gradient is put together.
  let gradientShards: [GradientShard]
  /// The first layer with parameters: no gradient is needed before it.
  let firstLearning: Int

  /// Multiply-adds of one sample's forward pass through convolutions and dense layers, counted as
  /// the direct algorithm does them.
  public let multiplyAdds: Int

  /// Compiles an architecture.
  ///
  /// - Throws: `ArchitectureError` for the first layer that does not fit its input.
  public init(_ architecture: Architecture) throws(ArchitectureError) {
    self.architecture = architecture
    let shapes = try architecture.shapes()
    self.shapes = shapes
    let tensors = try architecture.parameterTensors()
    self.tensors = tensors
    parameterCount = tensors.reduce(0) { $0 + $1.range.count }
    flatCount = tensors.last?.range.upperBound ?? 0

    groups = FusedLayer.groups(of: architecture.layers)
    let layers = groups.map { group in
      let (first, end) = (group.range.lowerBound, group.range.upperBound)
      return architecture.layers[first].layer(
        input: shapes[first], sums: shapes[first + 1], output: shapes[end],
        epilogue: group.epilogue)
    }
    self.layers = layers
    (activationOffsets, savedOffsets, blockSize) = Self.placeActivations(
      layers, input: architecture.input)

    var places = Places(layers: layers.count)
    let own = groups.map { group in tensors.filter { group.range.contains($0.layer) } }
    for (layer, own) in zip(layers, own) { places.add(layer, own: own) }
    parameterOffsets = places.parameters
    blockGradientOffsets = places.blockGradients
    blockGradientCount = places.blockGradientCount
    derivedOffsets = places.states
    derivedCount = places.derivedCount
    scratchCount = layers.map(\.scratchCount).max() ?? 0
    firstLearning = own.firstIndex { !$0.isEmpty } ?? layers.count
    gradientShards = layers.indices.flatMap { index in
      GradientShard.shards(
        of: layers[index], index: index, own: own[index], parameters: places.parameters[index],
        partial: places.blockGradients[index])
    }
    multiplyAdds = layers.reduce(0) { $0 + $1.multiplyAdds }
  }

  /// Features of one input sample.
  public var inputCount: Int { architecture.input.count }

  /// Features of one output sample.
  public var outputCount: Int { layers.last?.outputShape.count ?? inputCount }

  // MARK: - Implementation

  /// A new slot for each layer, but for those that may work in place: unless a layer's backward
  /// still reads what lies there.
  private static func placeActivations(
    _ layers: [any Layer], input: Shape
  ) -> (activationOffsets: [Int], records: [Int], size: Int) {
    var (activationOffsets, records) = ([0], [Int]())
    var size = input.count
    var isRead = false
    for layer in layers {
      if layer.canWorkInPlace && !(isRead && overwrites(layer)) {
        activationOffsets.append(activationOffsets[activationOffsets.count - 1])
        isRead = isRead || layer.backwardReadsOutput
      } else {
        activationOffsets.append(size)
        size += layer.outputShape.count
        isRead = layer.backwardReadsOutput
      }
      records.append(size)
      size += layer.savedCount
    }
    return (activationOffsets, records, size)
  }

  private static func overwrites(_ layer: any Layer) -> Bool { !(layer is FlattenLayer) }
}

/// Where the layers' floats lie, found layer by layer.
private struct Places {
  var parameters: [Int] = []
  var blockGradients: [Int?] = []
  var blockGradientCount = 0
  var states: [Int] = []
  var derivedCount = 0

  init(layers: Int) {
    parameters.reserveCapacity(layers)
  }

  mutating func add(_ layer: any Layer, own: [ParameterTensor]) {
    states.append(derivedCount)
    derivedCount += ParameterTensor.aligned(layer.derivedCount)
    guard let first = own.first, let last = own.last else {
      parameters.append(0)
      blockGradients.append(nil)
      return
    }
    parameters.append(first.range.lowerBound)
    guard layer.backwardSharding == .block, layer.gradientShards.isEmpty else {
      blockGradients.append(nil)
      return
    }
    blockGradients.append(blockGradientCount)
    blockGradientCount += ParameterTensor.aligned(last.range.upperBound - first.range.lowerBound)
  }
}
