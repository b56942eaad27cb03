import RecognizerKernelInterface

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The rule by which a gradient changes the parameters.
public enum Optimizer: Codable, Hashable, Sendable {
  /// Stochastic gradient descent with momentum, as PyTorch's `SGD`.
  case sgd(momentum: Float = 0.9, nesterov: Bool = false, weightDecay: Float = 0)
  /// Adam with decoupled weight decay (Loshchilov and Hutter 2019).
  case adamW(
    beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8, weightDecay: Float = 0.01)

  /// Arrays of the parameters' size that the optimizer keeps from step to step.
  var arrayCount: Int {
    switch self {
    case .sgd: 1
    case .adamW: 2
    }
  }

  /// The rate of decay of weights; biases and normalisation do not decay.
  fileprivate var weightDecay: Float {
    switch self {
    case .sgd(_, _, let weightDecay), .adamW(_, _, _, let weightDecay): weightDecay
    }
  }
}

/// The end of a step: the parameters' gradient is completed, the optimizer and the moving average
/// use it.
///
/// All three go over a shard of the parameters while it is in a core's cache. A shard's gradient
/// lies where the worker's last shard had it, and never has to leave that cache.
final class ParameterUpdate: ShardedWork, @unchecked Sendable {
  private let runner: BatchRunner
  private let team: ThreadTeam
  private let optimizer: Optimizer
  /// Each layer's learning rate as a fraction of the step's.
  private let rateFactors: [Float]
  /// The optimizer's arrays, one after the other, each laid out like the parameters.
  let optimizerArrays: VectorBuffer
  /// Floats from one of those arrays to the next.
  let arrayStride: Int
  /// Averages of the parameters over time, laid out like them.
  let average: VectorBuffer?
  /// A shard's gradient for each worker.
  private let gradients: VectorBuffer
  private let gradientStride: Int
  // The numbers of the step.
  private var sgd: SGDStep?
  private var adamW: AdamWStep?
  private var averageRate: Float = 0

  init(_ runner: BatchRunner, team: ThreadTeam, configuration: TrainingConfiguration) {
    let plan = runner.workspace.plan
    self.runner = runner
    self.team = team
    optimizer = configuration.optimizer
    rateFactors = plan.network.rateFactors(decay: configuration.layerRateDecay ?? 1)
    arrayStride = ParameterTensor.aligned(plan.network.storageCount)
    optimizerArrays = VectorBuffer(floats: optimizer.arrayCount * arrayStride)
    average =
      configuration.averageDecay != nil
      ? VectorBuffer(floats: plan.network.storageCount) : nil
    // A line more than needed between the workers' shards.
    gradientStride =
      ParameterTensor.aligned(plan.gradientShards.map(\.region.extent).max() ?? 0) + 16
    gradients = VectorBuffer(floats: team.count * gradientStride)
  }

  /// - Parameters:
  ///   - number: the number of this step, from 1.
  ///   - averageRate: how far the average moves towards the parameters.
  func run(number: Int, learningRate: Float, averageRate: Float) {
    self.averageRate = averageRate
    switch optimizer {
    case .sgd(let momentum, let nesterov, _):
      sgd = SGDStep(
        learningRate: learningRate, momentum: momentum, nesterov: nesterov, weightDecay: 0)
    case .adamW(let beta1, let beta2, let epsilon, _):
      adamW = AdamWStep(
        learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: 0,
        meanCorrection: Float(1 / (1 - pow(Double(beta1), Double(number)))),
        squareCorrection: Float(1 / (1 - pow(Double(beta2), Double(number)))))
    }
    team.run(runner.workspace.plan.gradientShards.count, self)
  }

  /// Completes and uses one shard of the gradient.
  func run(shard index: Int, worker: Int) {
    let workspace = runner.workspace
    let shard = workspace.plan.gradientShards[index]
    let gradient = gradient(for: shard, worker: worker)
    let memory = StepMemory(
      gradient: gradient, parameters: workspace.parameters.floats, first: optimizerArrays.floats,
      second: optimizerArrays.floats + (optimizer.arrayCount > 1 ? arrayStride : 0),
      average: average?.floats)
    if shard.role != .statistic {
      runner.completeGradient(shard, worker: worker, into: gradient)
      let weightDecay = shard.role == .weight ? optimizer.weightDecay : 0
      if var step = sgd {
        step.weightDecay = weightDecay
        step.learningRate *= rateFactors[shard.layer]
        workspace.kernels.stepSGD(step, memory, shard.region)
      }
      if var step = adamW {
        step.weightDecay = weightDecay
        step.learningRate *= rateFactors[shard.layer]
        workspace.kernels.stepAdamW(step, memory, shard.region)
      }
    }
    workspace.kernels.moveAverage(rate: averageRate, memory, shard.region)
  }

  /// Where a flat buffer would start that has the shard's gradient in its place.
  private func gradient(for shard: GradientShard, worker: Int) -> UnsafeMutablePointer<Float> {
    switch shard.source {
    case .backward: runner.workspace.gradient.floats
    case .blockGradients, .layer: gradients.floats + (worker * gradientStride - shard.region.offset)
    }
  }
}

// MARK: - The learning rate

extension Network {
  /// The learning rate of each layer as a fraction of the last one's with parameters.
  ///
  /// - Parameter decay: the factor from a layer with parameters to the one before it.
  func rateFactors(decay: Float) -> [Float] {
    var factor: Float = 1
    let factors = layers.indices.reversed().map { layer in
      defer { if !tensors(ofLayer: layer).isEmpty { factor *= decay } }
      return factor
    }
    return factors.reversed()
  }
}

/// The learning rate over a run, as a fraction of the configured rate.
public enum Schedule: Codable, Hashable, Sendable {
  /// The same rate throughout.
  case constant
  /// From the peak to zero along half a cosine (Loshchilov and Hutter 2017).
  case cosine
  /// From a twenty-fifth of the peak up to it in the fraction `warmUp` of the run, then down to
  /// 4e-6 of it, both along half a cosine (Smith and Topin 2019).
  case oneCycle(warmUp: Float = 0.3)

  /// The fraction of the peak rate for one step.
  ///
  /// - Parameters:
  ///   - step: the step, from 0.
  ///   - steps: the steps of the whole run.
  package func factor(step: Int, of steps: Int) -> Float {
    let progress = Float(step) / Float(max(steps - 1, 1))
    switch self {
    case .constant: return 1
    case .cosine: return Self.halfCosine(from: 1, to: 0, at: progress)
    case .oneCycle(let warmUp):
      let (start, end): (Float, Float) = (0.04, 4e-6)
      if progress < warmUp { return Self.halfCosine(from: start, to: 1, at: progress / warmUp) }
      return Self.halfCosine(from: 1, to: end, at: (progress - warmUp) / max(1 - warmUp, 1e-6))
    }
  }

  private static func halfCosine(from start: Float, to end: Float, at progress: Float) -> Float {
    end + (start - end) * (1 + cosf(.pi * progress)) / 2
  }
}
