import KernelInterface

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

  let shapes: [Shape]
  let layers: [any Layer]
  /// For every layer boundary, where its activation starts in a block.
  let slots: [Int]
  /// Vectors of all activations of a block.
  let blockSize: Int
  /// Floats of the flat buffer of parameters, gaps included.
  let flatCount: Int
  /// For every layer, where its parameters start in the flat buffer.
  let parameterOffsets: [Int]
  /// For every layer, where its gradient starts among a block's own gradients, if it has them.
  let partialOffsets: [Int?]
  /// Floats of a block's own gradients.
  let partialCount: Int
  /// For every layer, where its state starts.
  let stateOffsets: [Int]
  let stateCount: Int
  let scratchCount: Int
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
    shapes = try architecture.shapes()
    tensors = try architecture.parameterTensors()
    parameterCount = tensors.reduce(0) { $0 + $1.range.count }
    flatCount = tensors.last?.range.upperBound ?? 0

    var layers: [any Layer] = []
    for (index, description) in architecture.layers.enumerated() {
      layers.append(description.layer(input: shapes[index], output: shapes[index + 1]))
    }
    self.layers = layers
    (slots, blockSize) = Self.placeActivations(layers, input: architecture.input)

    var places = Places(layers: layers.count)
    for (index, layer) in layers.enumerated() {
      places.add(
        layer, layer: index, own: tensors.filter { $0.layer == index })
    }
    parameterOffsets = places.parameters
    partialOffsets = places.partials
    partialCount = places.partialCount
    stateOffsets = places.states
    stateCount = places.stateCount
    scratchCount = layers.map(\.scratchCount).max() ?? 0
    firstLearning = tensors.first?.layer ?? layers.count
    multiplyAdds = Self.multiplyAdds(of: architecture, shapes: shapes)
  }

  /// Features of one input sample.
  public var inputCount: Int { architecture.input.count }

  /// Features of one output sample.
  public var outputCount: Int { shapes[shapes.count - 1].count }

  // MARK: - Implementation

  /// A new slot for each layer, but for those that may work in place: unless a layer's backward
  /// still reads what lies there.
  private static func placeActivations(
    _ layers: [any Layer], input: Shape
  ) -> (slots: [Int], size: Int) {
    var slots = [0]
    var size = input.count
    var isRead = false
    for layer in layers {
      if layer.canWorkInPlace && !(isRead && overwrites(layer)) {
        slots.append(slots[slots.count - 1])
        isRead = isRead || layer.backwardReadsOutput
      } else {
        slots.append(size)
        size += layer.outputShape.count
        isRead = layer.backwardReadsOutput
      }
    }
    return (slots, size)
  }

  private static func overwrites(_ layer: any Layer) -> Bool { !(layer is FlattenLayer) }

  private static func multiplyAdds(of architecture: Architecture, shapes: [Shape]) -> Int {
    var total = 0
    for (index, layer) in architecture.layers.enumerated() {
      switch layer {
      case .convolution(_, let kernel, _, _, _):
        total += shapes[index + 1].count * shapes[index].channels * kernel * kernel
      case .dense: total += shapes[index].count * shapes[index + 1].count
      default: break
      }
    }
    return total
  }
}

/// Where the layers' floats lie, found layer by layer.
private struct Places {
  var parameters: [Int] = []
  var partials: [Int?] = []
  var partialCount = 0
  var states: [Int] = []
  var stateCount = 0

  init(layers: Int) {
    parameters.reserveCapacity(layers)
  }

  mutating func add(_ layer: any Layer, layer index: Int, own: [ParameterTensor]) {
    states.append(stateCount)
    stateCount += ParameterTensor.aligned(layer.stateCount)
    guard let first = own.first, let last = own.last else {
      parameters.append(0)
      partials.append(nil)
      return
    }
    parameters.append(first.range.lowerBound)
    guard layer.backwardScope == .block else {
      partials.append(nil)
      return
    }
    partials.append(partialCount)
    partialCount += ParameterTensor.aligned(last.range.upperBound - first.range.lowerBound)
  }
}
