import RecognizerKernelInterface

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The end of a step: the parameters' gradient, the optimiser, the moving average.
///
/// All three pass over a piece of the parameters while it is in a core's cache. A piece's gradient
/// lies where the worker's last piece had it, and never has to leave that cache. Weight decay acts
/// on weights only, not on biases or normalisation.
struct ParameterUpdate: Sendable {
  let workspace: Workspace
  let team: ThreadTeam
  let optimizer: Optimizer
  /// The optimiser's arrays, one after the other, each laid out like the parameters.
  let optimizerState: VectorBuffer
  /// Floats from one of those arrays to the next.
  let stateStride: Int
  /// Averages of the parameters over time, laid out like them.
  let average: VectorBuffer?
  /// A piece's gradient for each worker.
  private let gradients: VectorBuffer
  private let gradientStride: Int

  init(workspace: Workspace, team: ThreadTeam, optimizer: Optimizer, averages: Bool) {
    let network = workspace.network
    self.workspace = workspace
    self.team = team
    self.optimizer = optimizer
    stateStride = ParameterTensor.aligned(network.flatCount)
    optimizerState = VectorBuffer(floats: optimizer.stateArrays * stateStride)
    average = averages ? VectorBuffer(floats: network.flatCount) : nil
    // A line more than needed between the workers' pieces.
    gradientStride =
      ParameterTensor.aligned(network.gradientShards.map(\.region.extent).max() ?? 0) + 16
    gradients = VectorBuffer(floats: team.count * gradientStride)
  }

  /// - Parameters:
  ///   - step: the number of this step, from 1.
  ///   - pass: the batch, whose phases have run.
  ///   - averageRate: how far the average moves towards the parameters.
  func run(_ pass: BatchPass, step: Int, learningRate: Float, averageRate: Float) {
    let stepSGD: SGDStep?
    let stepAdamW: AdamWStep?
    let decay: Float
    switch optimizer {
    case .sgd(let momentum, let nesterov, let weightDecay):
      decay = weightDecay
      stepAdamW = nil
      stepSGD = SGDStep(
        learningRate: learningRate, momentum: momentum, nesterov: nesterov, weightDecay: 0)
    case .adamW(let beta1, let beta2, let epsilon, let weightDecay):
      decay = weightDecay
      stepSGD = nil
      stepAdamW = AdamWStep(
        learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: 0,
        meanCorrection: Float(1 / (1 - pow(Double(beta1), Double(step)))),
        squareCorrection: Float(1 / (1 - pow(Double(beta2), Double(step)))))
    }
    let (kernels, shards) = (workspace.kernels, workspace.network.gradientShards)
    team.run(shards.count) { index, worker in
      let shard = shards[index]
      let gradient = gradient(for: shard, worker: worker)
      let memory = StepMemory(
        gradient: gradient, parameters: workspace.parameters.floats, first: optimizerState.floats,
        second: optimizerState.floats + secondArray, average: average?.floats)
      if shard.role != .statistic {
        pass.computeGradient(shard, worker: worker, into: gradient)
        let weightDecay = shard.role == .weight ? decay : 0
        if var step = stepSGD {
          step.weightDecay = weightDecay
          kernels.stepSGD(step, memory, shard.region)
        }
        if var step = stepAdamW {
          step.weightDecay = weightDecay
          kernels.stepAdamW(step, memory, shard.region)
        }
      }
      kernels.moveAverage(rate: averageRate, memory, shard.region)
    }
  }

  /// Where a flat buffer would start that has the piece's gradient in its place.
  private func gradient(for shard: GradientShard, worker: Int) -> UnsafeMutablePointer<Float> {
    switch shard.source {
    case .backward: workspace.gradient.floats
    case .blockGradients, .layer: gradients.floats + (worker * gradientStride - shard.region.offset)
    }
  }

  /// Where the optimiser's second array starts; the first where there is none.
  private var secondArray: Int { optimizer.stateArrays > 1 ? stateStride : 0 }
}
