import KernelInterface

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The end of a step: gradients added in block order, the optimiser, the moving average.
///
/// Parameters are cut into chunks that stay in a core's cache, so all three pass over a chunk
/// while it is there. Weight decay acts on weights only, not on biases or normalisation.
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
  private let chunks: [Chunk]

  private struct Chunk {
    let range: Range<Int>
    let role: ParameterTensor.Role
    /// Where the chunk starts among a block's own gradients, if it is there.
    let partial: Int?
  }

  private static let chunkSize = 4096

  init(workspace: Workspace, team: ThreadTeam, optimizer: Optimizer, averages: Bool) {
    let network = workspace.network
    self.workspace = workspace
    self.team = team
    self.optimizer = optimizer
    stateStride = ParameterTensor.aligned(network.flatCount)
    optimizerState = VectorBuffer(floats: optimizer.stateArrays * stateStride)
    average = averages ? VectorBuffer(floats: network.flatCount) : nil
    chunks = network.tensors.flatMap { tensor in
      let partial = network.partialOffsets[tensor.layer].map {
        $0 - network.parameterOffsets[tensor.layer]
      }
      return stride(from: tensor.range.lowerBound, to: tensor.range.upperBound, by: Self.chunkSize)
        .map { start in
          Chunk(
            range: start..<min(start + Self.chunkSize, tensor.range.upperBound),
            role: tensor.role, partial: partial.map { $0 + start })
        }
    }
  }

  /// - Parameters:
  ///   - step: the number of this step, from 1.
  ///   - blocks: how many blocks have gradients of their own.
  ///   - averageRate: how far the average moves towards the parameters.
  func run(step: Int, learningRate: Float, blocks: Int, averageRate: Float) {
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
    team.run(chunks.count) { index, _ in
      let chunk = chunks[index]
      if chunk.role != .statistic {
        let weightDecay = chunk.role == .weight ? decay : 0
        addPartials(chunk, blocks: blocks)
        if var step = stepSGD {
          step.weightDecay = weightDecay
          descend(chunk, step)
        }
        if var step = stepAdamW {
          step.weightDecay = weightDecay
          descend(chunk, step)
        }
      }
      if let average {
        workspace.kernels.moveAverage(
          count: chunk.range.count, rate: averageRate,
          workspace.parameters.floats + chunk.range.lowerBound,
          average: average.floats + chunk.range.lowerBound)
      }
    }
  }

  private func addPartials(_ chunk: Chunk, blocks: Int) {
    guard let partial = chunk.partial else { return }
    workspace.kernels.sum(
      count: chunk.range.count, arrays: blocks, stride: workspace.network.partialCount,
      workspace.partials.floats + partial,
      into: workspace.gradient.floats + chunk.range.lowerBound)
  }

  private func descend(_ chunk: Chunk, _ step: SGDStep) {
    let start = chunk.range.lowerBound
    workspace.kernels.stepSGD(
      step, count: chunk.range.count, gradient: workspace.gradient.floats + start,
      parameters: workspace.parameters.floats + start, velocity: optimizerState.floats + start)
  }

  private func descend(_ chunk: Chunk, _ step: AdamWStep) {
    let start = chunk.range.lowerBound
    workspace.kernels.stepAdamW(
      step, count: chunk.range.count, gradient: workspace.gradient.floats + start,
      parameters: workspace.parameters.floats + start, mean: optimizerState.floats + start,
      square: optimizerState.floats + stateStride + start)
  }
}
