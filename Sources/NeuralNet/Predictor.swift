package import RecognizerKernelInterface

/// A network with weights, ready to answer: features in, outputs out.
///
/// Not for use from several threads at once; it spreads each call over its own.
public final class Predictor {
  /// What the predictor runs.
  public let network: Network
  /// How the fixed points of the last outputs were found, if the network has such.
  public private(set) var fixedPoints: SolverStatistics?
  private let kernels: any KernelSet.Type
  private let threads: Int
  private let batch: Int
  private var parameters: [Float]
  private lazy var team = ThreadTeam(count: threads)
  // Each way through the network is prepared when it is first needed: a start costs what it uses.
  private var runner: BatchRunner?
  private var workspaceIsPrepared = false
  private var singleImagePass: SingleImagePass??

  /// A predictor with the given parameters, in the flat buffer's layout.
  ///
  /// - Parameters:
  ///   - threads: the most threads that work at the same time.
  ///   - batch: the most samples that pass through the network at once; a sample on its own takes
  ///     a faster way.
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
    self.kernels = kernels
    self.threads = threads
    self.batch = batch
    self.parameters = []
    setParameters(parameters)
  }

  /// Replaces the weights.
  ///
  /// - Precondition: `parameters` has the flat buffer's length.
  public func setParameters(_ parameters: [Float]) {
    precondition(
      parameters.count == network.storageCount,
      "\(parameters.count) parameters for a buffer of \(network.storageCount)")
    self.parameters = parameters
    workspaceIsPrepared = false
    singleImagePass = nil
  }

  /// The outputs of samples of pixels: `count x outputCount`, sample after sample.
  public func outputs(of samples: PixelSamples) -> [Float] {
    let kernels = kernels
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
    fixedPoints = nil
    var outputs = [Float](repeating: 0, count: count * network.outputCount)
    for start in stride(from: 0, to: count, by: batch) {
      let samples = min(batch, count - start)
      if samples == 1, let pass = preparedSingleImagePass() {
        outputs.withUnsafeMutableBufferPointer {
          guard let all = $0.baseAddress else { return }
          pass.run(into: all + start * network.outputCount) { load(start, $0) }
        }
      } else {
        run(samples, into: &outputs, at: start) { load(start + $0, $1) }
      }
    }
    return outputs
  }

  // MARK: - Implementation

  private func run(
    _ samples: Int, into outputs: inout [Float], at start: Int,
    load: @escaping @Sendable (_ sample: Int, _ features: UnsafeMutableBufferPointer<Float>) -> Void
  ) {
    let runner = preparedRunner()
    runner.begin(samples: samples, from: FunctionSource(load))
    runner.run(runner.workspace.plan.phases)
    if let found = runner.fixedPoints { fixedPoints = (fixedPoints ?? SolverStatistics()) + found }
    outputs.withUnsafeMutableBufferPointer {
      guard let all = $0.baseAddress else { return }
      runner.workspace.copyOutputs(samples: samples, to: all + start * network.outputCount)
    }
  }

  private func preparedRunner() -> BatchRunner {
    let runner =
      runner
      ?? BatchRunner(
        Workspace(
          .inference(network), blocks: (batch + 15) / 16, workers: threads, kernels: kernels),
        team: team)
    self.runner = runner
    if !workspaceIsPrepared {
      runner.workspace.parameters.floats.update(from: parameters, count: parameters.count)
      runner.workspace.prepare()
      workspaceIsPrepared = true
    }
    return runner
  }

  /// Nothing for a network that only works on blocks.
  private func preparedSingleImagePass() -> SingleImagePass? {
    if singleImagePass == nil {
      singleImagePass = .some(SingleImagePass(network, parameters: parameters, kernels: kernels))
    }
    return singleImagePass ?? nil
  }
}
