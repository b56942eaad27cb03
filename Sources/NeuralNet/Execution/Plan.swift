import RecognizerKernelInterface

/// One thing that happens to every block of a batch.
enum Operation: Equatable {
  /// Layers derive from the parameters what they need.
  case prepare
  /// Samples become the input blocks.
  case load
  /// A layer's statistics of the whole batch, before its forward.
  case statistics(Int)
  /// A layer's forward.
  case forward(Int)
  /// The loss of the outputs, and its gradient.
  case loss
  /// A layer's backward.
  case backward(Int)
  /// A layer's gradient with respect to its statistics, after its backward.
  case statisticsGradient(Int)
}

/// Work between two barriers, cut so that no thread waits for another.
enum Phase: Equatable {
  /// Operations that each block goes through without waiting for the others.
  case blocks([Operation])
  /// One operation on all blocks, in shards.
  case shards(Operation, count: Int)
}

/// The phases of a network that run, in order, and the places of a block's vectors.
///
/// Compiled once, for training or for inference. A plan for inference has no loss and no backward,
/// no gradients and nothing saved for them; and because only a layer's input and output are needed
/// at the same time, activations lie in two places by turns.
struct Plan: Sendable {
  let network: Network
  let isForTraining: Bool
  let phases: [Phase]
  /// For every layer boundary, where its activation starts in a block.
  let activationOffsets: [Int]
  /// For every layer, where what it saves starts in a block.
  let savedOffsets: [Int]
  /// Vectors of a block: activations and what is saved.
  let blockSize: Int
  /// For every layer, where its gradient starts among a block's gradients; nil for a layer without
  /// parameters, and for one whose gradient is computed for all blocks at once.
  let blockGradientOffsets: [Int?]
  /// Floats of a block's gradients.
  let blockGradientCount: Int
  /// The shards in which the gradient is completed and used.
  let gradientShards: [GradientShard]

  static func training(_ network: Network) -> Plan {
    let layers = network.layers
    let memory = TrainingMemory(network)
    var offsets: [Int?] = []
    var count = 0
    for (index, layer) in layers.enumerated() {
      let own = network.tensors(ofLayer: index)
      guard let first = own.first, let last = own.last, layer.backwardSharding == .block,
        layer.gradientShards.isEmpty
      else {
        offsets.append(nil)
        continue
      }
      offsets.append(count)
      count += ParameterTensor.aligned(last.range.upperBound - first.range.lowerBound)
    }
    return Plan(
      network: network, isForTraining: true,
      phases: network.phases(
        of: [.prepare, .load]
          + layers.indices.flatMap { network.forwardOperations(ofLayer: $0) } + [.loss]
          + network.backwardLayers.flatMap { network.backwardOperations(ofLayer: $0) },
        training: true),
      activationOffsets: memory.activationOffsets, savedOffsets: memory.savedOffsets,
      blockSize: memory.size, blockGradientOffsets: offsets, blockGradientCount: count,
      gradientShards: layers.indices.flatMap {
        GradientShard.shards(ofLayer: $0, network, blockGradients: offsets[$0])
      })
  }

  static func inference(_ network: Network) -> Plan {
    let network = network.forInference
    let layers = network.layers
    let memory = InferenceMemory(network)
    return Plan(
      network: network, isForTraining: false,
      phases: network.phases(
        of: [.load] + layers.indices.map { .forward($0) }, training: false),
      activationOffsets: memory.activationOffsets, savedOffsets: memory.savedOffsets,
      blockSize: memory.size, blockGradientOffsets: layers.map { _ in nil }, blockGradientCount: 0,
      gradientShards: [])
  }
}

// MARK: - Memory

/// Every activation has a place of its own, because backward reads it.
///
/// A layer that may work in place shares its input's, unless an earlier layer's backward still
/// reads what lies there.
private struct TrainingMemory {
  var activationOffsets = [0]
  var savedOffsets: [Int] = []
  var size: Int

  init(_ network: Network) {
    size = network.inputCount
    var isRead = false
    for layer in network.layers {
      if layer.canWorkInPlace && !(isRead && !(layer is FlattenLayer)) {
        activationOffsets.append(activationOffsets[activationOffsets.count - 1])
        isRead = isRead || layer.backwardReadsOutput
      } else {
        activationOffsets.append(size)
        size += layer.outputShape.count
        isRead = layer.backwardReadsOutput
      }
      savedOffsets.append(size)
      size += layer.savedCount
    }
  }
}

/// Two places, each as large as the largest activation that comes to lie there.
private struct InferenceMemory {
  var activationOffsets: [Int]
  var savedOffsets: [Int] = []
  var size: Int

  init(_ network: Network) {
    var sizes = [network.inputCount, 0]
    var places = [0]
    for layer in network.layers {
      let place = places[places.count - 1] ^ (layer.canWorkInPlace ? 0 : 1)
      places.append(place)
      sizes[place] = max(sizes[place], layer.outputShape.count)
    }
    activationOffsets = places.map { $0 * sizes[0] }
    size = sizes[0] + sizes[1]
    for layer in network.layers {
      savedOffsets.append(size)
      if layer.savesInInference { size += layer.savedCount }
    }
  }
}

// MARK: - Order

extension Network {
  /// The layers whose backward runs, in its order.
  var backwardLayers: [Int] {
    layers.indices.reversed().filter {
      $0 > firstLearning || $0 == firstLearning && layers[$0].learnsInBackward
    }
  }

  /// What training does of a layer on the way forward.
  func forwardOperations(ofLayer index: Int) -> [Operation] {
    (layers[index].statisticsShards > 0 ? [.statistics(index)] : []) + [.forward(index)]
  }

  /// What training does of a layer on the way back.
  func backwardOperations(ofLayer index: Int) -> [Operation] {
    [.backward(index)] + (layers[index].statisticsShards > 0 ? [.statisticsGradient(index)] : [])
  }

  /// Neighbouring operations that work block by block share a phase: a network without batch-wide
  /// layers trains with a single barrier.
  func phases(of operations: [Operation], training: Bool) -> [Phase] {
    var phases: [Phase] = []
    for operation in operations {
      switch (sharding(of: operation, training: training), phases.last) {
      case (.batch(let shards), _):
        phases.append(.shards(operation, count: shards))
      case (.block, .blocks(let earlier)):
        phases[phases.count - 1] = .blocks(earlier + [operation])
      case (.block, _):
        phases.append(.blocks([operation]))
      }
    }
    return phases
  }

  private func sharding(of operation: Operation, training: Bool) -> Sharding {
    switch operation {
    case .prepare: .batch(shards: layers.count)
    case .load, .loss: .block
    case .statistics(let layer): .batch(shards: layers[layer].statisticsShards)
    // So little that to share it would take longer.
    case .statisticsGradient: .batch(shards: 1)
    case .forward(let layer): layers[layer].forwardSharding(training: training)
    case .backward(let layer): layers[layer].backwardSharding
    }
  }
}

// MARK: - Gradients

/// A shard of the parameters' gradient, which is completed and used on its own.
struct GradientShard: Hashable {
  /// The place that makes the gradient: see ``TrainingStep``.
  enum Source: Hashable {
    /// Each block has made its own, from `offset` on: their sum.
    case blockGradients(offset: Int)
    /// A layer computes it for all blocks, into its place.
    case layer(Int, shard: Int)
    /// Backward has left it in its place.
    case backward
  }

  let source: Source
  /// Its place in the flat buffer.
  let region: ParameterRegion
  let role: ParameterTensor.Role
  /// The position of its layer.
  let layer: Int

  /// Floats that are summed and used while they are in a core's own cache.
  private static let chunkSize = 4096

  /// The shards of a layer's parameters.
  ///
  /// - Parameter blockGradients: where the layer's gradient starts among a block's gradients.
  static func shards(
    ofLayer index: Int, _ network: Network, blockGradients: Int?
  ) -> [GradientShard] {
    let parameters = network.parameterOffsets[index]
    let ofLayer = network.layers[index].gradientShards
    if !ofLayer.isEmpty {
      return ofLayer.enumerated().map { shard, gradient in
        GradientShard(
          source: .layer(index, shard: shard), region: gradient.region.moved(by: parameters),
          role: gradient.role, layer: index)
      }
    }
    return network.tensors(ofLayer: index).flatMap { tensor in
      let end = tensor.range.upperBound
      return stride(from: tensor.range.lowerBound, to: end, by: chunkSize).map { start in
        GradientShard(
          source: blockGradients.map { .blockGradients(offset: $0 + start - parameters) }
            ?? .backward,
          region: ParameterRegion(start..<min(start + chunkSize, end)), role: tensor.role,
          layer: index)
      }
    }
  }
}
