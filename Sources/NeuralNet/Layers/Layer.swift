import KernelInterface

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
  /// Floats that one call leaves for a later one: turned weights, batch statistics.
  var stateCount: Int { get }
  /// How a forward pass is cut into pieces.
  func forwardScope(training: Bool) -> Scope
  /// How a backward pass is cut into pieces.
  var backwardScope: Scope { get }
  /// Called once a step, before the passes.
  func prepare(_ pass: LayerPass)
  /// Input to output.
  func forward(_ pass: LayerPass)
  /// Output gradient to input gradient and parameter gradient.
  func backward(_ pass: LayerPass)
}

/// What one call of a layer works on.
enum Scope: Equatable {
  /// One block.
  case block
  /// One of several parts of the layer, for all blocks.
  case batch(parts: Int)
}

extension Layer {
  var canWorkInPlace: Bool { false }
  var backwardReadsOutput: Bool { false }
  var scratchCount: Int { 0 }
  var stateCount: Int { 0 }
  func forwardScope(training: Bool) -> Scope { .block }
  var backwardScope: Scope { .block }
  func prepare(_ pass: LayerPass) {}
}

/// The memory and the circumstances of one call of a layer.
///
/// With block scope the pointers are one block's; with batch scope they are the first block's,
/// and block `b` lies `b * blockStride` vectors on.
struct LayerPass {
  var kernels: any KernelSet.Type
  /// The layer's parameters, in the order of its tensors.
  var parameters: UnsafeMutablePointer<Float>
  /// The gradient to them, laid out likewise.
  var parameterGradient: UnsafeMutablePointer<Float>
  /// Floats kept between this layer's calls in one step.
  var state: UnsafeMutablePointer<Float>
  var input: UnsafeMutablePointer<Vector>
  var output: UnsafeMutablePointer<Vector>
  /// Nothing where no earlier layer has parameters.
  var inputGradient: UnsafeMutablePointer<Vector>?
  var outputGradient: UnsafeMutablePointer<Vector>
  /// The calling worker's own.
  var scratch: UnsafeMutablePointer<Vector>
  /// A vector a block: each sample's weight, zero for padding.
  var weights: UnsafePointer<Vector>
  /// Blocks in this call: one, or all.
  var blocks: Int
  /// Vectors between the blocks of a batch.
  var blockStride: Int
  /// Which part, with batch scope.
  var part: Int
  /// Samples of the batch that count.
  var samples: Int
  var training: Bool
  /// A number of its own for each layer, block and step: what a layer's chance derives from.
  var key: UInt64
}
