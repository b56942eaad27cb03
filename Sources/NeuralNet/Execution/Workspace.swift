import RecognizerKernelInterface

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
  let blockGradients: VectorBuffer
  let derived: VectorBuffer
  /// Each sample's weight, a vector a block.
  let weights: VectorBuffer
  /// What the outputs should be, a vector for each output of a block.
  let targets: VectorBuffer
  /// What each block came to.
  let results: UnsafeMutablePointer<BlockResult>
  private let scratch: VectorBuffer
  private let scratchStride: Int

  /// - Parameter prepared: a workspace whose parameters and what is derived from them are used,
  ///   too, for inference.
  init(
    _ network: Network, blocks capacity: Int, workers: Int, forTraining: Bool,
    kernels: any KernelSet.Type = KernelChoice.best, preparedAs prepared: Workspace? = nil
  ) {
    self.network = network
    self.kernels = kernels
    self.capacity = capacity
    parameters = prepared?.parameters ?? VectorBuffer(floats: network.flatCount)
    activations = VectorBuffer(vectors: capacity * network.blockSize)
    derived = prepared?.derived ?? VectorBuffer(floats: network.derivedCount)
    weights = VectorBuffer(vectors: capacity)
    results = .allocate(capacity: capacity)
    results.initialize(repeating: BlockResult(), count: capacity)
    // A line more than needed between the workers' scratch.
    scratchStride = network.scratchCount + network.inputCount + 16
    scratch = VectorBuffer(vectors: workers * scratchStride)
    let trained = forTraining ? 1 : 0
    targets = VectorBuffer(vectors: trained * capacity * network.outputCount)
    gradient = VectorBuffer(floats: trained * network.flatCount)
    activationGradients = VectorBuffer(vectors: trained * capacity * network.blockSize)
    blockGradients = VectorBuffer(floats: trained * capacity * network.blockGradientCount)
  }

  deinit { results.deallocate() }

  /// Makes of the parameters what the layers derive from them; call it when they have changed.
  func prepare(training: Bool) {
    for (index, layer) in network.layers.enumerated() {
      let own = LayerParameters(
        kernels: kernels, values: parameters.floats + network.parameterOffsets[index],
        derived: derived.floats + network.derivedOffsets[index],
        propagates: index > network.firstLearning)
      layer.prepare(own, training: training)
    }
  }

  func scratch(of worker: Int) -> UnsafeMutablePointer<Vector> {
    scratch.vectors + worker * scratchStride
  }

  /// Where layer boundary `boundary` of a block lies.
  func activation(_ boundary: Int, block: Int) -> UnsafeMutablePointer<Vector> {
    activations.vectors + block * network.blockSize + network.activationOffsets[boundary]
  }

  func activationGradient(_ boundary: Int, block: Int) -> UnsafeMutablePointer<Vector> {
    activationGradients.vectors + block * network.blockSize + network.activationOffsets[boundary]
  }

  /// Where a layer's record of a block lies.
  func saved(_ layer: Int, block: Int) -> UnsafeMutablePointer<Vector> {
    activations.vectors + block * network.blockSize + network.savedOffsets[layer]
  }

  func blockGradients(of block: Int) -> UnsafeMutablePointer<Float> {
    blockGradients.floats + block * network.blockGradientCount
  }

  /// What a block's outputs should be.
  func targets(of block: Int) -> UnsafeMutablePointer<Vector> {
    targets.vectors + block * network.outputCount
  }

  /// Where the targets of the sample at a position of the batch begin, one every sixteen floats.
  func targets(at position: Int) -> UnsafeMutablePointer<Float> {
    targets.floats + position / 16 * 16 * network.outputCount + position % 16
  }
}

/// What a block of samples came to, beside its gradient.
struct BlockResult {
  /// Its share of the batch's loss.
  var loss: Float = 0
  /// How many of its samples were right, or the sum of their mean squared differences.
  var score: Float = 0
}
