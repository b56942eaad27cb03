import RecognizerKernelInterface

#if canImport(Glibc)
  import Glibc
#endif

/// Every buffer that a plan's phases write, allocated once: activations and scratch and, for
/// training, gradients and targets.
///
/// One batch at a time, of at most ``capacity`` blocks. Phases make sure that no two workers
/// write to the same place; the class itself does not.
final class Workspace: @unchecked Sendable {
  let plan: Plan
  let kernels: any KernelSet.Type
  /// The most blocks of a batch.
  let capacity: Int

  /// The flat buffer of parameters.
  let parameters: VectorBuffer
  let activations: VectorBuffer
  let derived: VectorBuffer
  /// The batch's gradient, laid out like the parameters.
  let gradient: VectorBuffer
  /// Gradients with respect to the activations, laid out like them.
  let activationGradients: VectorBuffer
  /// The blocks' gradients, one after the other.
  let blockGradients: VectorBuffer
  /// Each sample's weight in the batch, a vector per block.
  let weights: VectorBuffer
  /// A vector for each output of a block.
  let targets: VectorBuffer
  /// The loss of each block.
  let losses: UnsafeMutablePointer<BlockLoss>
  private let scratch: VectorBuffer
  private let scratchStride: Int

  /// - Parameter prepared: a workspace for inference with the same network, whose parameters and
  ///   what is derived from them are used, too.
  init(
    _ plan: Plan, blocks capacity: Int, workers: Int, kernels: any KernelSet.Type,
    preparedAs prepared: Workspace? = nil
  ) {
    let network = plan.network
    self.plan = plan
    self.kernels = kernels
    self.capacity = capacity
    parameters = prepared?.parameters ?? VectorBuffer(floats: network.storageCount)
    activations = VectorBuffer(vectors: capacity * plan.blockSize)
    derived = prepared?.derived ?? VectorBuffer(floats: network.derivedCount)
    // Sixteen samples as floats and two as bytes, while they are loaded; and a line more than
    // needed between the workers' scratch.
    scratchStride =
      max(network.scratchCount, network.inputCount + (2 * network.inputCount + 63) / 64) + 16
    scratch = VectorBuffer(vectors: workers * scratchStride)
    let trained = plan.isForTraining ? capacity : 0
    gradient = VectorBuffer(floats: plan.isForTraining ? network.storageCount : 0)
    activationGradients = VectorBuffer(vectors: trained * plan.blockSize)
    blockGradients = VectorBuffer(floats: trained * plan.blockGradientCount)
    weights = VectorBuffer(vectors: trained)
    targets = VectorBuffer(vectors: trained * network.outputCount)
    losses = .allocate(capacity: trained)
    losses.initialize(repeating: BlockLoss(), count: trained)
  }

  deinit { losses.deallocate() }

  var network: Network { plan.network }

  /// Recomputes what layers derive from the parameters; call it after every change of them.
  func prepare() {
    for index in plan.network.layers.indices { prepare(layer: index) }
  }

  /// The same of one layer.
  func prepare(layer index: Int) {
    let own = LayerParameters(
      kernels: kernels, values: parameters.floats + plan.network.parameterOffsets[index],
      derived: derived.floats + plan.network.derivedOffsets[index],
      propagates: index > plan.network.firstLearning)
    plan.network.layers[index].prepare(own, training: plan.isForTraining)
  }

  func scratch(of worker: Int) -> UnsafeMutablePointer<Vector> {
    scratch.vectors + worker * scratchStride
  }

  /// The vectors of layer boundary `boundary` of a block.
  func activation(_ boundary: Int, block: Int) -> UnsafeMutablePointer<Vector> {
    activations.vectors + block * plan.blockSize + plan.activationOffsets[boundary]
  }

  func activationGradient(_ boundary: Int, block: Int) -> UnsafeMutablePointer<Vector> {
    activationGradients.vectors + block * plan.blockSize + plan.activationOffsets[boundary]
  }

  /// The vectors that a layer saves for backward, of one block.
  func saved(_ layer: Int, block: Int) -> UnsafeMutablePointer<Vector> {
    activations.vectors + block * plan.blockSize + plan.savedOffsets[layer]
  }

  func blockGradients(of block: Int) -> UnsafeMutablePointer<Float> {
    blockGradients.floats + block * plan.blockGradientCount
  }

  /// The targets of a block.
  func targets(of block: Int) -> UnsafeMutablePointer<Vector> {
    targets.vectors + block * plan.network.outputCount
  }

  /// The targets of the sample at a position of the batch, one every sixteen floats.
  func targets(at position: Int) -> UnsafeMutablePointer<Float> {
    targets.floats + position / 16 * 16 * plan.network.outputCount + position % 16
  }

  /// The outputs of the first `samples` samples, one sample after the other.
  func copyOutputs(samples: Int, to outputs: UnsafeMutablePointer<Float>) {
    let (boundary, count) = (plan.network.layers.count, plan.network.outputCount)
    for sample in 0..<samples {
      let block = activation(boundary, block: sample / 16)
      for output in 0..<count { outputs[sample * count + output] = block[output][sample % 16] }
    }
  }
}

/// The loss and the score of a block's samples.
struct BlockLoss {
  /// Their part of the batch's mean loss.
  var loss: Float = 0
  /// How many of them were right, or the sum of their mean squared differences.
  var score: Float = 0
}

/// Zeroed memory aligned to a cache line, freed with its owner.
///
/// Workers write to disjoint ranges of it at the same time; which ones is for the owner to
/// arrange, and nothing here checks it.
final class VectorBuffer: @unchecked Sendable {
  let vectors: UnsafeMutablePointer<Vector>
  let count: Int

  private static let hugePage = 1 << 21

  init(vectors count: Int) {
    // One vector more: a pointer of its own even where nothing is needed.
    let size = (count + 1) * 64
    let isLarge = size >= Self.hugePage
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: size, alignment: isLarge ? Self.hugePage : 64)
    #if canImport(Glibc)
      // Planes lie far apart: with small pages the address of every other row has to be looked up.
      // A system without huge pages is no error.
      if isLarge { madvise(memory, size, MADV_HUGEPAGE) }
    #endif
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    vectors = memory.assumingMemoryBound(to: Vector.self)
    self.count = count
  }

  convenience init(floats count: Int) { self.init(vectors: (count + 15) / 16) }

  /// The same memory as floats.
  var floats: UnsafeMutablePointer<Float> {
    UnsafeMutableRawPointer(vectors).assumingMemoryBound(to: Float.self)
  }

  deinit { UnsafeMutableRawPointer(vectors).deallocate() }
}
