import RecognizerKernelInterface
import RecognizerRandomNumbers

/// The source of a batch's samples.
protocol SampleSource: AnyObject, Sendable {
  /// Writes the features of the sample at a position of the batch; called on several threads at
  /// once.
  ///
  /// - Parameter scratch: twice as many bytes as there are features, the caller's own.
  func load(
    position: Int, into features: UnsafeMutableBufferPointer<Float>,
    scratch: UnsafeMutableBufferPointer<UInt8>)
}

/// Samples that a function writes.
final class FunctionSource: SampleSource {
  typealias Load =
    @Sendable (_ position: Int, _ features: UnsafeMutableBufferPointer<Float>) -> Void
  private let load: Load

  init(_ load: @escaping Load) { self.load = load }

  func load(
    position: Int, into features: UnsafeMutableBufferPointer<Float>,
    scratch: UnsafeMutableBufferPointer<UInt8>
  ) {
    load(position, features)
  }
}

/// Runs a plan's phases, one batch after the other; results lie in the workspace.
///
/// The phase that runs is a field and the runner itself the work that its team does, so that a step
/// allocates nothing. ``TrainingStep`` tells the whole story.
final class BatchRunner: ShardedWork, @unchecked Sendable {
  let workspace: Workspace
  private let team: ThreadTeam
  private let loss: Loss
  /// Samples of the batch.
  private(set) var samples = 0
  private var source: (any SampleSource)?
  /// A number of the step's own: what chance in the layers derives from.
  private var key: UInt64 = 0
  /// Whether targets are classes, and right answers are to be counted.
  private var countsRight = true
  private var phase = Phase.blocks([])

  /// - Parameter loss: the loss of a plan for training.
  init(_ workspace: Workspace, team: ThreadTeam, loss: Loss = .crossEntropy()) {
    self.workspace = workspace
    self.team = team
    self.loss = loss
  }

  var blocks: Int { (samples + 15) / 16 }

  /// Begins a batch, whose targets have been written.
  func begin(
    samples: Int, from source: any SampleSource, key: UInt64 = 0, countsRight: Bool = true
  ) {
    self.samples = samples
    self.source = source
    self.key = key
    self.countsRight = countsRight
    precondition(blocks <= workspace.capacity, "\(samples) samples in \(workspace.capacity) blocks")
    if workspace.plan.isForTraining { setWeights() }
  }

  /// Runs phases for the batch, one after the other.
  func run(_ phases: [Phase]) {
    // By index, here and below: an iterator is allocated in builds that do not optimise.
    for index in phases.indices {
      phase = phases[index]
      switch phase {
      case .blocks: team.run(blocks, self)
      case .shards(_, let count): team.run(count, self)
      }
    }
  }

  /// Does one block, or one shard, of the phase.
  func run(shard: Int, worker: Int) {
    switch phase {
    case .blocks(let operations):
      for index in operations.indices { run(operations[index], block: shard, worker: worker) }
    case .shards(.prepare, _): workspace.prepare(layer: shard)
    case .shards(.forward(let layer), _):
      workspace.plan.network.layers[layer].forward(context(layer, shard: shard, worker: worker))
    case .shards(.backward(let layer), _):
      workspace.plan.network.layers[layer].backward(context(layer, shard: shard, worker: worker))
    case .shards(.statistics(let layer), _):
      workspace.plan.network.layers[layer].statistics(context(layer, shard: shard, worker: worker))
    case .shards(.statisticsGradient(let layer), _):
      workspace.plan.network.layers[layer].statisticsGradient(
        context(
          layer, worker: worker, first: 0, blocks: blocks, shard: shard,
          gradient: blockGradient(layer, block: 0)))
    case .shards(let operation, _): preconditionFailure("\(operation) works block by block")
    }
  }

  /// Completes one shard of the parameters' gradient, once the phases have run.
  ///
  /// - Parameter gradient: the flat buffer, or where it would start for the shard to lie elsewhere.
  func completeGradient(
    _ shard: GradientShard, worker: Int, into gradient: UnsafeMutablePointer<Float>
  ) {
    switch shard.source {
    case .blockGradients(let offset):
      workspace.kernels.sum(
        count: shard.region.columns, arrays: blocks, stride: workspace.plan.blockGradientCount,
        workspace.blockGradients.floats + offset, into: gradient + shard.region.offset)
    case .layer(let layer, let shard):
      workspace.plan.network.layers[layer].parameterGradient(
        context(layer, shard: shard, worker: worker, gradient: gradient))
    case .backward: break
    }
  }

  // MARK: - Implementation

  /// One over the batch for each sample, zero for the padding of the last block.
  private func setWeights() {
    let weight = 1 / Float(samples)
    for block in 0..<blocks {
      var weights = Vector(repeating: weight)
      for lane in min(16, samples - block * 16)..<16 { weights[lane] = 0 }
      workspace.weights.vectors[block] = weights
    }
  }

  private func run(_ operation: Operation, block: Int, worker: Int) {
    switch operation {
    case .load: loadBlock(block, worker: worker)
    case .forward(let layer):
      workspace.plan.network.layers[layer].forward(context(layer, block: block, worker: worker))
    case .loss: evaluateLoss(block)
    case .backward(let layer):
      workspace.plan.network.layers[layer].backward(context(layer, block: block, worker: worker))
    case .prepare, .statistics, .statisticsGradient:
      preconditionFailure("\(operation) works on the whole batch")
    }
  }

  /// Sixteen samples, written one after the other, become a block; padding is zero.
  private func loadBlock(_ block: Int, worker: Int) {
    guard let source else { return }
    let count = workspace.plan.network.inputCount
    let memory = UnsafeMutableRawPointer(workspace.scratch(of: worker))
    let rows = memory.assumingMemoryBound(to: Float.self)
    let bytes = UnsafeMutableBufferPointer(
      start: (memory + 64 * count).assumingMemoryBound(to: UInt8.self), count: 2 * count)
    for lane in 0..<16 {
      let row = UnsafeMutableBufferPointer(start: rows + lane * count, count: count)
      if block * 16 + lane < samples {
        source.load(position: block * 16 + lane, into: row, scratch: bytes)
      } else {
        row.update(repeating: 0)
      }
    }
    workspace.kernels.transpose(
      count: count, rows, rowStride: count, into: workspace.activation(0, block: block))
  }

  private func evaluateLoss(_ block: Int) {
    let boundary = workspace.plan.network.layers.count
    let count = workspace.plan.network.outputCount
    let outputs = workspace.activation(boundary, block: block)
    let targets = workspace.targets(of: block)
    workspace.blockGradients(of: block).update(
      repeating: 0, count: workspace.plan.blockGradientCount)
    let scores =
      countsRight
      ? Metric.right(count, outputs, targets) : Metric.squaredErrors(count, outputs, targets)
    var score: Float = 0
    for lane in 0..<min(samples - block * 16, 16) { score += scores[lane] }
    workspace.losses[block].score = score
    workspace.losses[block].loss = loss.evaluate(
      workspace.kernels, count: count, outputs: outputs, targets: targets,
      weights: workspace.weights.vectors + block,
      gradient: workspace.activationGradient(boundary, block: block))
  }

  /// One block for a layer.
  private func context(_ layer: Int, block: Int, worker: Int) -> LayerContext {
    context(
      layer, worker: worker, first: block, blocks: 1, shard: 0,
      gradient: blockGradient(layer, block: block))
  }

  /// A layer's place among a block's gradients.
  private func blockGradient(_ layer: Int, block: Int) -> UnsafeMutablePointer<Float> {
    guard let offset = workspace.plan.blockGradientOffsets[layer] else {
      return workspace.gradient.floats
    }
    return workspace.blockGradients(of: block) + offset
  }

  /// The normalisation of a layer's output that the next one applies.
  private func normalizedOutput(_ layer: Int, block: Int) -> NormalizedSums? {
    let plan = workspace.plan
    let next = layer + 1
    guard plan.isForTraining, next < plan.network.layers.count,
      plan.network.layers[next].statisticsShards > 0
    else { return nil }
    return plan.network.layers[next].normalizedInput(
      NormalizedInputMemory(
        input: workspace.activation(next, block: block),
        derived: workspace.derived.floats + plan.network.derivedOffsets[next],
        saved: workspace.saved(next, block: block), weights: workspace.weights.vectors + block))
  }

  /// All blocks for a shard of a layer.
  private func context(
    _ layer: Int, shard: Int, worker: Int, gradient: UnsafeMutablePointer<Float>? = nil
  ) -> LayerContext {
    context(
      layer, worker: worker, first: 0, blocks: blocks, shard: shard,
      gradient: (gradient ?? workspace.gradient.floats)
        + workspace.plan.network.parameterOffsets[layer])
  }

  private func context(
    _ layer: Int, worker: Int, first block: Int, blocks: Int, shard: Int,
    gradient: UnsafeMutablePointer<Float>
  ) -> LayerContext {
    let plan = workspace.plan
    return LayerContext(
      kernels: workspace.kernels,
      parameters: workspace.parameters.floats + plan.network.parameterOffsets[layer],
      parameterGradient: gradient, gradientStride: plan.blockGradientCount,
      derived: workspace.derived.floats + plan.network.derivedOffsets[layer],
      input: workspace.activation(layer, block: block),
      output: workspace.activation(layer + 1, block: block),
      inputGradient: plan.isForTraining && layer > plan.network.firstLearning
        ? workspace.activationGradient(layer, block: block) : nil,
      outputGradient: workspace.activationGradient(layer + 1, block: block),
      normalizedOutput: normalizedOutput(layer, block: block),
      saved: workspace.saved(layer, block: block), scratch: workspace.scratch(of: worker),
      weights: workspace.weights.vectors + block, blocks: blocks, blockStride: plan.blockSize,
      shard: shard, samples: samples, training: plan.isForTraining,
      key: SplitMix64.mixed(key &+ UInt64(layer) &* 0x1_0000_0000 &+ UInt64(block)))
  }
}
