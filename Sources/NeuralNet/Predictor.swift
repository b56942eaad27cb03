package import KernelInterface

/// A network with weights, ready to answer: features in, outputs out.
///
/// Not for use from several threads at once; it spreads each call over its own.
public final class Predictor {
  /// What the predictor runs.
  public let network: Network
  private let workspace: Workspace
  private let team: ThreadTeam
  private let phases: [Phase]

  /// A predictor with the given parameters, in the flat buffer's layout.
  ///
  /// - Parameters:
  ///   - threads: the most threads that work at the same time.
  ///   - batch: the most samples that pass through the network at once.
  public convenience init(
    _ network: Network, parameters: [Float], threads: Int = 1, batch: Int = 512
  ) {
    self.init(
      network, parameters: parameters, threads: threads, batch: batch, kernels: KernelChoice.best)
  }

  package init(
    _ network: Network, parameters: [Float], threads: Int, batch: Int,
    kernels: any KernelSet.Type
  ) {
    precondition(batch > 0 && threads > 0, "batch \(batch), threads \(threads)")
    self.network = network
    team = ThreadTeam(count: threads)
    workspace = Workspace(
      network, blocks: (batch + 15) / 16, workers: threads, forTraining: false, kernels: kernels)
    phases = network.inferencePhases
    setParameters(parameters)
  }

  /// Replaces the weights.
  ///
  /// - Precondition: `parameters` has the flat buffer's length.
  public func setParameters(_ parameters: [Float]) {
    precondition(
      parameters.count == network.flatCount,
      "\(parameters.count) parameters for a buffer of \(network.flatCount)")
    workspace.parameters.floats.update(from: parameters, count: parameters.count)
    workspace.prepare(training: false)
  }

  /// The outputs of samples of pixels: `count x outputCount`, sample after sample.
  public func outputs(of samples: PixelSamples) -> [Float] {
    let kernels = workspace.kernels
    return outputs(count: samples.count) { sample, features in
      samples.load(sample, epoch: 0, kernels: kernels, into: features)
    }
  }

  /// The outputs of `count` samples: `count x outputCount`, sample after sample.
  ///
  /// - Parameter load: writes a sample's features; called on several threads at once.
  public func outputs(
    count: Int,
    load: @escaping @Sendable (_ sample: Int, _ features: UnsafeMutableBufferPointer<Float>) -> Void
  ) -> [Float] {
    let classes = network.outputCount
    var outputs = [Float](repeating: 0, count: count * classes)
    let batch = workspace.capacity * 16
    for start in stride(from: 0, to: count, by: batch) {
      let samples = min(batch, count - start)
      BatchPass(workspace: workspace, team: team, samples: samples, training: false) {
        load(start + $0, $1)
      }.run(phases)
      for sample in 0..<samples {
        let block = workspace.activation(network.layers.count, block: sample / 16)
        for c in 0..<classes { outputs[(start + sample) * classes + c] = block[c][sample % 16] }
      }
    }
    return outputs
  }
}
