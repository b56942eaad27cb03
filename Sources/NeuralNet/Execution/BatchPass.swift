import RecognizerKernelInterface
import RecognizerRandomNumbers

/// One batch on its way through a network.
///
/// The caller fills in what differs from batch to batch and runs the phases; results lie in the
/// workspace.
struct BatchPass: Sendable {
  let workspace: Workspace
  let team: ThreadTeam
  /// Samples of this batch.
  var samples: Int
  var training: Bool
  /// A number of the step's own: what chance in the layers derives from.
  var key: UInt64 = 0
  /// The loss, when training.
  var loss = Loss.crossEntropy()
  /// Whether the targets are classes, and right answers are to be counted.
  var countsRight = true
  /// Writes a sample's features, given its position in the batch.
  var load: @Sendable (_ position: Int, _ features: UnsafeMutableBufferPointer<Float>) -> Void

  var blocks: Int { (samples + 15) / 16 }

  func run(_ phases: [Phase]) {
    precondition(blocks <= workspace.capacity, "\(samples) samples in \(workspace.capacity) blocks")
    setWeights()
    for phase in phases {
      switch phase {
      case .blocks(let operations):
        team.run(blocks) { block, worker in
          for operation in operations { run(operation, block: block, worker: worker) }
        }
      case .shards(let operation, let count):
        team.run(count) { shard, worker in run(operation, shard: shard, worker: worker) }
      }
    }
  }

  /// Computes one piece of the parameters' gradient, once the phases have run.
  ///
  /// - Parameter gradient: the flat buffer, or where it would start for the piece to lie elsewhere.
  func computeGradient(
    _ shard: GradientShard, worker: Int, into gradient: UnsafeMutablePointer<Float>
  ) {
    switch shard.source {
    case .blockGradients(let offset):
      workspace.kernels.sum(
        count: shard.region.columns, arrays: blocks, stride: workspace.network.blockGradientCount,
        workspace.blockGradients.floats + offset, into: gradient + shard.region.offset)
    case .layer(let layer, let shard):
      workspace.network.layers[layer].parameterGradient(
        layerContext(layer, shard: shard, worker: worker, gradient: gradient))
    case .backward: break
    }
  }

  // MARK: - Implementation

  /// One over the batch for each sample, zero for what fills the last block.
  private func setWeights() {
    let share = 1 / Float(samples)
    for block in 0..<blocks {
      let count = min(16, samples - block * 16)
      var weights = Vector(repeating: share)
      for lane in count..<16 { weights[lane] = 0 }
      workspace.weights.vectors[block] = weights
    }
  }

  private func run(_ operation: Operation, block: Int, worker: Int) {
    switch operation {
    case .load: loadBlock(block, worker: worker)
    case .forward(let layer):
      workspace.network.layers[layer].forward(layerContext(layer, block: block, worker: worker))
    case .loss: evaluateLoss(block)
    case .backward(let layer):
      workspace.network.layers[layer].backward(layerContext(layer, block: block, worker: worker))
    }
  }

  private func run(_ operation: Operation, shard: Int, worker: Int) {
    switch operation {
    case .forward(let layer):
      workspace.network.layers[layer].forward(layerContext(layer, shard: shard, worker: worker))
    case .backward(let layer):
      workspace.network.layers[layer].backward(layerContext(layer, shard: shard, worker: worker))
    case .load, .loss: preconditionFailure("\(operation) works block by block")
    }
  }

  /// Sixteen samples, written one after the other, become a block; what is missing is zero.
  private func loadBlock(_ block: Int, worker: Int) {
    let count = workspace.network.inputCount
    let rows = UnsafeMutableRawPointer(workspace.scratch(of: worker))
      .assumingMemoryBound(to: Float.self)
    for lane in 0..<16 {
      let row = UnsafeMutableBufferPointer(start: rows + lane * count, count: count)
      if block * 16 + lane < samples {
        load(block * 16 + lane, row)
      } else {
        row.update(repeating: 0)
      }
    }
    workspace.kernels.transpose(
      count: count, rows, rowStride: count, into: workspace.activation(0, block: block))
  }

  private func evaluateLoss(_ block: Int) {
    let network = workspace.network
    let boundary = network.layers.count
    let outputs = workspace.activation(boundary, block: block)
    let targets = workspace.targets(of: block)
    workspace.blockGradients(of: block).update(repeating: 0, count: network.blockGradientCount)
    let scores = countsRight ? right(outputs, targets) : squaredErrors(outputs, targets)
    let used = min(samples - block * 16, 16)
    workspace.results[block].score = (0..<used).reduce(0) { $0 + scores[$1] }
    workspace.results[block].loss = loss.evaluate(
      workspace.kernels, count: network.outputCount, outputs: outputs, targets: targets,
      weights: workspace.weights.vectors + block,
      gradient: workspace.activationGradient(boundary, block: block))
  }

  /// One where a sample's largest output is that of its class, zero elsewhere.
  private func right(_ outputs: UnsafePointer<Vector>, _ targets: UnsafePointer<Vector>) -> Vector {
    var (best, target) = (outputs[0], targets[0])
    for c in 1..<max(workspace.network.outputCount, 1) {
      let isBetter = outputs[c] .> best
      best.replace(with: outputs[c], where: isBetter)
      target.replace(with: targets[c], where: isBetter)
    }
    return target
  }

  private func squaredErrors(
    _ outputs: UnsafePointer<Vector>, _ targets: UnsafePointer<Vector>
  ) -> Vector {
    let count = workspace.network.outputCount
    var sum = Vector.zero
    for i in 0..<count { sum += (outputs[i] - targets[i]) * (outputs[i] - targets[i]) }
    return sum / Float(max(count, 1))
  }

  private func layerContext(_ layer: Int, block: Int, worker: Int) -> LayerContext {
    let network = workspace.network
    let partial = network.blockGradientOffsets[layer].map {
      workspace.blockGradients(of: block) + $0
    }
    return layerContext(
      layer, worker: worker, first: block, blocks: 1, shard: 0,
      gradient: partial ?? workspace.gradient.floats)
  }

  private func layerContext(
    _ layer: Int, shard: Int, worker: Int, gradient: UnsafeMutablePointer<Float>? = nil
  ) -> LayerContext {
    layerContext(
      layer, worker: worker, first: 0, blocks: blocks, shard: shard,
      gradient: (gradient ?? workspace.gradient.floats)
        + workspace.network.parameterOffsets[layer])
  }

  private func layerContext(
    _ layer: Int, worker: Int, first block: Int, blocks: Int, shard: Int,
    gradient: UnsafeMutablePointer<Float>
  ) -> LayerContext {
    let network = workspace.network
    return LayerContext(
      kernels: workspace.kernels,
      parameters: workspace.parameters.floats + network.parameterOffsets[layer],
      parameterGradient: gradient,
      derived: workspace.derived.floats + network.derivedOffsets[layer],
      input: workspace.activation(layer, block: block),
      output: workspace.activation(layer + 1, block: block),
      inputGradient: training && layer > network.firstLearning
        ? workspace.activationGradient(layer, block: block) : nil,
      outputGradient: workspace.activationGradient(layer + 1, block: block),
      saved: workspace.saved(layer, block: block), scratch: workspace.scratch(of: worker),
      weights: workspace.weights.vectors + block, blocks: blocks, blockStride: network.blockSize,
      shard: shard, samples: samples, training: training,
      key: SplitMix64.mixed(key &+ UInt64(layer) &* 0x1_0000_0000 &+ UInt64(block)))
  }
}
