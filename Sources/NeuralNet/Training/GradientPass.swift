package import RecognizerKernelInterface

/// One batch's outputs, loss and gradient, exactly as a training step computes them.
///
/// For checking the chain rule: against central differences, a reference, another library.
package struct GradientPass: Sendable {
  /// The network's outputs, sample after sample.
  package let outputs: [Float]
  /// The batch's mean loss.
  package let loss: Double
  /// The gradient in the flat buffer's layout, see ``Network/tensors``.
  package let gradient: [Float]
  /// The parameters after the step's backward: running statistics have moved.
  package let parameters: [Float]

  /// Runs one batch forward and backward.
  ///
  /// - Parameters:
  ///   - features: `targets.count * network.inputCount` input features, sample after sample.
  ///   - targets: what the outputs should be.
  package init(
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
    precondition(parameters.count == network.storageCount, "parameters of another network")
    var configuration = TrainingConfiguration()
    configuration.batchSize = samples
    configuration.loss = loss
    let step = TrainingStep(
      network, configuration: configuration, threads: threads, kernels: kernels)
    let workspace = step.workspace
    workspace.parameters.floats.update(from: parameters, count: parameters.count)
    for sample in 0..<samples {
      targets.write(
        sample, outputs: network.outputCount, into: workspace.targets(at: sample), stride: 16)
    }
    let count = network.inputCount
    let source = FunctionSource { position, row in
      for i in 0..<count { row[i] = features[position * count + i] }
    }
    self.loss =
      step.differentiate(samples: samples, from: source, key: 0, countsRight: true).loss
    outputs = [Float](unsafeUninitializedCapacity: samples * network.outputCount) {
      guard let first = $0.baseAddress else { return }
      workspace.copyOutputs(samples: samples, to: first)
      $1 = samples * network.outputCount
    }
    for shard in workspace.plan.gradientShards {
      step.runner.completeGradient(shard, worker: 0, into: workspace.gradient.floats)
    }
    gradient = Array(
      UnsafeBufferPointer(start: workspace.gradient.floats, count: network.storageCount))
    self.parameters = Array(
      UnsafeBufferPointer(start: workspace.parameters.floats, count: network.storageCount))
  }
}
