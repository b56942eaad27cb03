/// One thing that happens to every block of a batch.
enum Operation: Equatable {
  /// Samples become the input blocks.
  case load
  /// A layer's forward pass.
  case forward(Int)
  /// The loss of the outputs, and its gradient.
  case loss
  /// A layer's backward pass.
  case backward(Int)
}

/// Work between two barriers, cut into pieces that do not depend on each other.
enum Phase: Equatable {
  /// Operations that each block goes through without waiting for the others.
  case blocks([Operation])
  /// One operation on all blocks, in parts.
  case shards(Operation, count: Int)
}

extension Network {
  /// Forward through all layers.
  var inferencePhases: [Phase] { phases(of: [.load] + forwardOperations, training: false) }

  /// Forward, loss and backward down to the first layer that learns.
  var trainingPhases: [Phase] {
    phases(
      of: [.load] + forwardOperations + [.loss] + backwardLayers.map { .backward($0) },
      training: true)
  }

  /// The layers whose backward runs, in its order.
  var backwardLayers: [Int] {
    layers.indices.reversed().filter {
      $0 > firstLearning || $0 == firstLearning && layers[$0].learnsInBackward
    }
  }

  private var forwardOperations: [Operation] { layers.indices.map { .forward($0) } }

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
    case .load, .loss: .block
    case .forward(let layer): layers[layer].forwardSharding(training: training)
    case .backward(let layer): layers[layer].backwardSharding
    }
  }
}
