package import RecognizerKernelInterface

/// One batch's outputs, loss and gradient, exactly as a training step computes them.
///
/// For checking the chain rule: against central differences, a reference, another library.
public struct GradientPass: Sendable {
  /// The network's outputs, sample after sample.
  public let outputs: [Float]
  /// The batch's mean loss.
  public let loss: Double
  /// The gradient in the flat buffer's layout, see ``Network/tensors``.
  public let gradient: [Float]
  /// The parameters after the pass: running statistics have moved.
  public let parameters: [Float]

  /// Runs one batch forward and backward.
  ///
  /// - Parameters:
  ///   - features: `targets.count * network.inputCount` input features, sample after sample.
  ///   - targets: what the outputs should be.
  public init(
    _ network: Network, parameters: [Float], features: [Float], targets: Targets, loss: Loss,
    threads: Int = 1
  ) {
    self.init(
      network, parameters: parameters, features: features, targets: targets, loss: loss,
      threads: threads, kernels: KernelChoice.best)
  }

  package init(
    _ network: Network, parameters: [Float], features: [Float], targets: Targets, loss: Loss,
    threads: Int, kernels: any KernelSet.Type
  ) {
    let samples = targets.count
    precondition(features.count == samples * network.inputCount, "features and targets")
    precondition(targets.problem(outputs: network.outputCount) == nil, "targets of another network")
    precondition(parameters.count == network.flatCount, "parameters of another network")
    let workspace = Workspace(
      network, blocks: (samples + 15) / 16, workers: threads, forTraining: true,
      kernels: kernels)
    workspace.parameters.floats.update(from: parameters, count: parameters.count)
    for sample in 0..<samples {
      targets.write(
        sample, outputs: network.outputCount, into: workspace.targets(at: sample), stride: 16)
    }
    let count = network.inputCount
    let pass = BatchPass(
      workspace: workspace, team: ThreadTeam(count: threads), samples: samples,
      training: true, loss: loss
    ) { position, row in
      for i in 0..<count { row[i] = features[position * count + i] }
    }
    workspace.prepare(training: true)
    pass.run(network.trainingPhases)
    self.loss = (0..<pass.blocks).reduce(0) { $0 + Double(workspace.results[$1].loss) }
    outputs = (0..<samples * network.outputCount).map { index in
      let (sample, c) = index.quotientAndRemainder(dividingBy: network.outputCount)
      return workspace.activation(network.layers.count, block: sample / 16)[c][sample % 16]
    }
    for shard in network.gradientShards {
      pass.computeGradient(shard, worker: 0, into: workspace.gradient.floats)
    }
    gradient = Array(
      UnsafeBufferPointer(start: workspace.gradient.floats, count: network.flatCount))
    self.parameters = Array(
      UnsafeBufferPointer(start: workspace.parameters.floats, count: network.flatCount))
  }
}
