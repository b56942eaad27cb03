import RecognizerKernelInterface

/// One step of training: a batch of samples goes in, the parameters change.
///
///     parameters --1 prepare--> derived
///                                  |
///     pixels --2 load--> input --3 forward--> activations, saved
///                                                   |
///     targets -----------------------------4 loss---+--> gradient of the outputs
///                                                                |
///     gradients of the activations <------------------5 backward-+
///          |                     |                      |
///     block gradients      in its place       not yet, but all it takes
///     (convolutions)       (normalisation)    (dense layers)
///          |                     |                      |
///          +---------6 sum-------+-------compute--------+
///                                |
///     gradient shards --7 update--> parameters, optimizer's arrays, average
///
/// Before all this, teachers may answer the samples and change the targets: see ``Distillation``.
///
/// 1. **Prepare.** Layers derive from the parameters what they need in every block, such as
///    transformed weights.
/// 2. **Load.** Sixteen samples become a block, augmented on the way.
/// 3. **Forward.** Layer by layer; a layer saves what its backward needs beside its input and output.
/// 4. **Loss.** The block's loss and the gradient with respect to its outputs.
/// 5. **Backward.** From the last layer to the first with parameters: the gradient with respect to a
///    layer's output becomes that with respect to its input. The gradient with respect to its
///    parameters is made in one of three places. A layer that works block by block *adds* it to the
///    block's gradients. A layer that sees the whole batch (normalisation) leaves it *in its place*.
///    A dense layer leaves it out: all blocks' inputs and output gradients are still there, and a
///    product over all of them is cheaper than one for each block.
/// 6. **Sum.** The gradient is completed shard by shard: block gradients are added in block order,
///    dense layers compute theirs.
/// 7. **Update.** At once, while the shard is in the core's cache, the optimizer moves the shard's
///    parameters and the moving average follows.
///
/// Steps 1 to 5 are the *phases* of a ``Plan``, run by ``BatchRunner``; 6 and 7 are
/// ``ParameterUpdate``. Blocks and shards depend neither on the number of threads nor on which
/// thread takes them, and sums have a fixed order: so results do not, either.
///
/// The words for all of this:
/// - *block*: sixteen samples side by side, feature by feature; padded with samples of weight zero.
/// - *tile*: the outputs that a kernel keeps in registers at once.
/// - *shard*: work that one thread takes of a layer's or of the gradient's.
/// - *saved*: what a layer's forward keeps of a block for its backward.
/// - *derived*: what is computed from the parameters once a step.
/// - *scratch*: what a worker needs during a call and forgets.
///
/// A step allocates nothing.
final class TrainingStep {
  let workspace: Workspace
  let runner: BatchRunner
  let update: ParameterUpdate
  private let distillation: Distillation?

  init(
    _ network: Network, configuration: TrainingConfiguration, teaching: Teaching? = nil,
    threads: Int, kernels: any KernelSet.Type
  ) {
    let team = ThreadTeam(count: threads)
    workspace = Workspace(
      .training(network), blocks: (configuration.batchSize + 15) / 16, workers: threads,
      kernels: kernels)
    runner = BatchRunner(workspace, team: team, loss: configuration.loss)
    update = ParameterUpdate(runner, team: team, configuration: configuration)
    let workspace = workspace
    distillation = teaching.map { Distillation($0, student: workspace, team: team) }
  }

  /// Steps 1 to 5 for a batch whose targets have been written.
  ///
  /// - Returns: the batch's mean loss and the sum of its scores, blocks added in their order.
  func differentiate(
    samples: Int, from source: any SampleSource, key: UInt64, countsRight: Bool
  ) -> (loss: Double, score: Double) {
    distillation?.teach(workspace, samples: samples, from: source)
    runner.begin(
      samples: samples, from: distillation ?? source, key: key, countsRight: countsRight)
    runner.run(workspace.plan.phases)
    var (loss, score) = (0.0, 0.0)
    for block in 0..<runner.blocks {
      loss += Double(workspace.losses[block].loss)
      score += Double(workspace.losses[block].score)
    }
    return (loss, score)
  }

  /// Steps 6 and 7.
  ///
  /// - Parameters:
  ///   - number: the number of this step, from 1.
  ///   - averageRate: how far the average moves towards the parameters.
  func sumAndUpdate(number: Int, learningRate: Float, averageRate: Float) {
    update.run(number: number, learningRate: learningRate, averageRate: averageRate)
  }
}

// MARK: - Diagnosis

extension TrainingStep {
  /// The first layer whose weights or output are infinite or not a number, by position and kind.
  var firstLayerNotFinite: String {
    let network = workspace.network
    for index in network.layers.indices {
      let position = network.groups[index].range.lowerBound
      let name = "layer \(position) (\(network.architecture.layers[position].type))"
      let weightsAreFinite = network.tensors(ofLayer: index).allSatisfy { tensor in
        tensor.range.allSatisfy { workspace.parameters.floats[$0].isFinite }
      }
      if !weightsAreFinite { return "the weights of \(name)" }
      if !outputIsFinite(layer: index) { return "the output of \(name)" }
    }
    return "the loss"
  }

  private func outputIsFinite(layer: Int) -> Bool {
    (0..<runner.blocks).allSatisfy { block in
      let output = workspace.activation(layer + 1, block: block)
      return (0..<workspace.network.layers[layer].outputShape.count).allSatisfy { feature in
        (0..<16).allSatisfy { output[feature][$0].isFinite }
      }
    }
  }
}
