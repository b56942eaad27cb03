import KernelInterface

/// All that passes through a network write: activations, gradients and scratch, allocated once.
///
/// One batch at a time, of at most ``capacity`` blocks. Phases make sure that no two workers
/// write to the same place; the class itself does not.
final class Workspace: @unchecked Sendable {
  let network: Network
  let kernels: any KernelSet.Type
  /// The most blocks of a batch.
  let capacity: Int

  /// The flat buffer of parameters.
  let parameters: VectorBuffer
  /// The batch's gradient, laid out like the parameters.
  let gradient: VectorBuffer
  let activations: VectorBuffer
  /// Gradients of the activations, laid out like them; empty where nothing is trained.
  let activationGradients: VectorBuffer
  /// The blocks' own gradients, one after the other.
  let partials: VectorBuffer
  let state: VectorBuffer
  /// Each sample's weight, a vector a block.
  let weights: VectorBuffer
  /// Each sample's class, sixteen a block.
  let targets: UnsafeMutablePointer<Int32>
  /// Each block's share of the batch's loss, and how many of its samples were classified right.
  let results: UnsafeMutablePointer<(loss: Float, correct: Int)>
  private let scratch: VectorBuffer
  private let scratchStride: Int

  init(
    _ network: Network, blocks capacity: Int, workers: Int, forTraining: Bool,
    kernels: any KernelSet.Type = KernelChoice.best
  ) {
    self.network = network
    self.kernels = kernels
    self.capacity = capacity
    parameters = VectorBuffer(floats: network.flatCount)
    activations = VectorBuffer(vectors: capacity * network.blockSize)
    state = VectorBuffer(floats: network.stateCount)
    weights = VectorBuffer(vectors: capacity)
    targets = .allocate(capacity: capacity * 16)
    targets.initialize(repeating: 0, count: capacity * 16)
    results = .allocate(capacity: capacity)
    results.initialize(repeating: (0, 0), count: capacity)
    // A line more than needed between the workers' scratch.
    scratchStride = network.scratchCount + network.inputCount + 16
    scratch = VectorBuffer(vectors: workers * scratchStride)
    let trained = forTraining ? 1 : 0
    gradient = VectorBuffer(floats: trained * network.flatCount)
    activationGradients = VectorBuffer(vectors: trained * capacity * network.blockSize)
    partials = VectorBuffer(floats: trained * capacity * network.partialCount)
  }

  deinit {
    targets.deallocate()
    results.deallocate()
  }

  /// Makes of the parameters what the layers derive from them; call it when they have changed.
  func prepare(training: Bool) {
    for (index, layer) in network.layers.enumerated() {
      let own = LayerParameters(
        kernels: kernels, values: parameters.floats + network.parameterOffsets[index],
        state: state.floats + network.stateOffsets[index],
        propagates: index > network.firstLearning)
      layer.prepare(own, training: training)
    }
  }

  func scratch(of worker: Int) -> UnsafeMutablePointer<Vector> {
    scratch.vectors + worker * scratchStride
  }

  /// Where layer boundary `boundary` of a block lies.
  func activation(_ boundary: Int, block: Int) -> UnsafeMutablePointer<Vector> {
    activations.vectors + block * network.blockSize + network.slots[boundary]
  }

  func activationGradient(_ boundary: Int, block: Int) -> UnsafeMutablePointer<Vector> {
    activationGradients.vectors + block * network.blockSize + network.slots[boundary]
  }

  /// Where a layer's record of a block lies.
  func record(_ layer: Int, block: Int) -> UnsafeMutablePointer<Vector> {
    activations.vectors + block * network.blockSize + network.recordSlots[layer]
  }

  func partials(of block: Int) -> UnsafeMutablePointer<Float> {
    partials.floats + block * network.partialCount
  }
}
