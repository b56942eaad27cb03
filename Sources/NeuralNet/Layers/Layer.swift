import RecognizerKernelInterface

/// A layer compiled for fixed shapes: geometry only, it owns no floats.
///
/// A layer works block by block, or on the whole batch in shards that do not depend on each other.
/// Backward *adds* to a block's parameter gradients and *overwrites* the input's gradient;
/// ``TrainingStep`` tells when each function is called.
protocol Layer: Sendable {
  /// The shape of one input sample.
  var inputShape: Shape { get }
  /// The shape of one output sample.
  var outputShape: Shape { get }
  /// Whether the output may take the input's place in memory.
  var canWorkInPlace: Bool { get }
  /// Whether backward reads the output, which then no later layer may overwrite.
  var backwardReadsOutput: Bool { get }
  /// Vectors of scratch that each worker needs.
  var scratchCount: Int { get }
  /// Floats that are derived from the parameters or the batch once a step: transformed weights,
  /// batch statistics.
  var derivedCount: Int { get }
  /// Vectors that forward saves of each block.
  var savedCount: Int { get }
  /// Whether forward saves something in inference, too, where no backward follows.
  var savesInInference: Bool { get }
  /// Multiply-adds of one sample's forward pass, counted as the direct algorithm does them.
  var multiplyAdds: Int { get }
  /// The sharding of forward.
  func forwardSharding(training: Bool) -> Sharding
  /// The sharding of backward.
  var backwardSharding: Sharding { get }
  /// The shards in which the parameters' gradient is computed for all blocks at once, at the end
  /// of a step; empty where backward computes it.
  var gradientShards: [LayerGradientShard] { get }
  /// Whether backward has anything to do where no earlier layer learns.
  var learnsInBackward: Bool { get }
  /// The shards of ``statistics(_:)``; none for a layer that normalises nothing on the way.
  var statisticsShards: Int { get }
  /// Called when the parameters have changed; `training` if backward follows.
  func prepare(_ parameters: LayerParameters, training: Bool)
  /// One shard of what forward needs to know of the whole batch's input; in training alone.
  func statistics(_ context: LayerContext)
  /// Input to output.
  func forward(_ context: LayerContext)
  /// Output gradient to input gradient and, unless it has gradient shards, parameter gradient.
  func backward(_ context: LayerContext)
  /// What the layer before needs to know of the whole batch's gradients for its backward: called
  /// after backward of all blocks, where there are shards of statistics.
  func statisticsGradient(_ context: LayerContext)
  /// The normalisation of its input that a layer applies on the way, for the layer before it.
  func normalizedInput(_ memory: NormalizedInputMemory) -> NormalizedSums?
  /// Overwrites one shard of the parameters' gradient.
  func parameterGradient(_ context: LayerContext)
}

/// A shard of a layer's gradient: what one call of ``Layer/parameterGradient(_:)`` writes.
struct LayerGradientShard: Hashable {
  /// Its place, from the layer's first parameter on.
  var region: ParameterRegion
  /// The role of the parameters there.
  var role: ParameterTensor.Role
}

/// A layer's floats that do not depend on the batch.
struct LayerParameters {
  var kernels: any KernelSet.Type
  /// The layer's parameters, in the order of its tensors.
  var values: UnsafeMutablePointer<Float>
  /// Where the layer keeps what it derives.
  var derived: UnsafeMutablePointer<Float>
  /// Whether an earlier layer has parameters, so that a gradient with respect to the input is
  /// needed.
  var propagates: Bool
}

/// The division of a layer's work into calls that do not depend on each other.
enum Sharding: Equatable {
  /// A call for each block.
  case block
  /// A call for each of several shards of the layer, for all blocks.
  case batch(shards: Int)
}

extension Layer {
  var canWorkInPlace: Bool { false }
  var backwardReadsOutput: Bool { false }
  var scratchCount: Int { 0 }
  var derivedCount: Int { 0 }
  var savedCount: Int { 0 }
  var savesInInference: Bool { false }
  var multiplyAdds: Int { 0 }
  func forwardSharding(training: Bool) -> Sharding { .block }
  var backwardSharding: Sharding { .block }
  var gradientShards: [LayerGradientShard] { [] }
  var learnsInBackward: Bool { gradientShards.isEmpty }
  var statisticsShards: Int { 0 }
  func statistics(_ context: LayerContext) {}
  func statisticsGradient(_ context: LayerContext) {}
  func normalizedInput(_ memory: NormalizedInputMemory) -> NormalizedSums? { nil }
  func prepare(_ parameters: LayerParameters, training: Bool) {}
  func parameterGradient(_ context: LayerContext) {}
}

/// The memory and the circumstances of one call of a layer.
///
/// In a call for a block the pointers are that block's; in a call for a shard they are the first
/// block's, and block `b` lies `b * blockStride` vectors further on.
struct LayerContext {
  var kernels: any KernelSet.Type
  /// The layer's parameters, in the order of its tensors.
  var parameters: UnsafeMutablePointer<Float>
  /// The gradient with respect to them, laid out likewise; in ``Layer/statisticsGradient(_:)`` the
  /// first block's.
  var parameterGradient: UnsafeMutablePointer<Float>
  /// Floats between the blocks' gradients.
  var gradientStride = 0
  /// What the layer derives from its parameters or the batch.
  var derived: UnsafeMutablePointer<Float>
  var input: UnsafeMutablePointer<Vector>
  var output: UnsafeMutablePointer<Vector>
  /// Nil where no earlier layer has parameters.
  var inputGradient: UnsafeMutablePointer<Vector>?
  var outputGradient: UnsafeMutablePointer<Vector>
  /// The normalisation of the output that the next layer applies, if it does.
  var normalizedOutput: NormalizedSums?
  /// What forward saves for backward.
  var saved: UnsafeMutablePointer<Vector>
  /// The calling worker's own.
  var scratch: UnsafeMutablePointer<Vector>
  /// A vector per block: each sample's weight, zero for padding.
  var weights: UnsafePointer<Vector>
  /// Blocks in this call: one, or all.
  var blocks: Int
  /// Vectors between the blocks of a batch.
  var blockStride: Int
  /// Which shard; 0 in a call for a block.
  var shard: Int
  /// Samples of the batch that count.
  var samples: Int
  var training: Bool
  /// A number of its own for each layer, block and step: what a layer's chance derives from.
  var key: UInt64
}

/// The memory of a layer that applies a normalisation to its input, for a block.
struct NormalizedInputMemory {
  /// What is normalised.
  var input: UnsafePointer<Vector>
  /// What the layer derives from its parameters or the batch.
  var derived: UnsafeMutablePointer<Float>
  /// What its forward saves for backward.
  var saved: UnsafeMutablePointer<Vector>
  /// Each sample's weight, zero for padding.
  var weights: UnsafePointer<Vector>
}
