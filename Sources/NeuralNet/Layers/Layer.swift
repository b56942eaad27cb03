import RecognizerKernelInterface

/// A layer compiled for fixed shapes: geometry only, it owns no floats.
///
/// A layer works block by block, or on the whole batch in parts that do not depend on each other.
/// Backward *adds* to the parameters' gradient and *overwrites* the input's.
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
  /// Floats that one call leaves for a later one: transformed weights, batch statistics.
  var derivedCount: Int { get }
  /// Vectors of each block that forward leaves for backward.
  var savedCount: Int { get }
  /// Multiply-adds of one sample's forward pass, counted as the direct algorithm does them.
  var multiplyAdds: Int { get }
  /// How a forward pass is cut into pieces.
  func forwardSharding(training: Bool) -> Sharding
  /// How a backward pass is cut into pieces.
  var backwardSharding: Sharding { get }
  /// The parts that the parameters' gradient is computed in, for all blocks at once, at the end
  /// of a step; empty where backward computes it.
  var gradientShards: [LayerGradientShard] { get }
  /// Whether backward has anything to do where no earlier layer learns.
  var learnsInBackward: Bool { get }
  /// Called when the parameters have changed; `training` if backward follows.
  func prepare(_ parameters: LayerParameters, training: Bool)
  /// Input to output.
  func forward(_ context: LayerContext)
  /// Output gradient to input gradient and, unless it has parts of its own, parameter gradient.
  func backward(_ context: LayerContext)
  /// Overwrites one part of the parameters' gradient.
  func parameterGradient(_ context: LayerContext)
}

/// What one call for a parameter gradient writes.
struct LayerGradientShard: Hashable {
  /// Where, from the layer's first parameter on.
  var region: ParameterRegion
  /// What the parameters there do.
  var role: ParameterTensor.Role
}

/// A layer's floats that do not depend on the batch.
struct LayerParameters {
  var kernels: any KernelSet.Type
  /// The layer's parameters, in the order of its tensors.
  var values: UnsafeMutablePointer<Float>
  /// Floats kept between the layer's calls.
  var derived: UnsafeMutablePointer<Float>
  /// Whether an earlier layer has parameters, so that a gradient to the input is needed.
  var propagates: Bool
}

/// What one call of a layer works on.
enum Sharding: Equatable {
  /// One block.
  case block
  /// One of several parts of the layer, for all blocks.
  case batch(shards: Int)
}

extension Layer {
  var canWorkInPlace: Bool { false }
  var backwardReadsOutput: Bool { false }
  var scratchCount: Int { 0 }
  var derivedCount: Int { 0 }
  var savedCount: Int { 0 }
  var multiplyAdds: Int { 0 }
  func forwardSharding(training: Bool) -> Sharding { .block }
  var backwardSharding: Sharding { .block }
  var gradientShards: [LayerGradientShard] { [] }
  var learnsInBackward: Bool { gradientShards.isEmpty }
  func prepare(_ parameters: LayerParameters, training: Bool) {}
  func parameterGradient(_ context: LayerContext) {}
}

/// The memory and the circumstances of one call of a layer.
///
/// With block scope the pointers are one block's; with batch scope they are the first block's,
/// and block `b` lies `b * blockStride` vectors on.
struct LayerContext {
  var kernels: any KernelSet.Type
  /// The layer's parameters, in the order of its tensors.
  var parameters: UnsafeMutablePointer<Float>
  /// The gradient to them, laid out likewise.
  var parameterGradient: UnsafeMutablePointer<Float>
  /// Floats kept between this layer's calls in one step.
  var derived: UnsafeMutablePointer<Float>
  var input: UnsafeMutablePointer<Vector>
  var output: UnsafeMutablePointer<Vector>
  /// Nothing where no earlier layer has parameters.
  var inputGradient: UnsafeMutablePointer<Vector>?
  var outputGradient: UnsafeMutablePointer<Vector>
  /// What forward leaves for backward.
  var saved: UnsafeMutablePointer<Vector>
  /// The calling worker's own.
  var scratch: UnsafeMutablePointer<Vector>
  /// A vector a block: each sample's weight, zero for padding.
  var weights: UnsafePointer<Vector>
  /// Blocks in this call: one, or all.
  var blocks: Int
  /// Vectors between the blocks of a batch.
  var blockStride: Int
  /// Which part, with batch scope.
  var shard: Int
  /// Samples of the batch that count.
  var samples: Int
  var training: Bool
  /// A number of its own for each layer, block and step: what a layer's chance derives from.
  var key: UInt64
}
