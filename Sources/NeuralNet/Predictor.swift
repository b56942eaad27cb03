package import RecognizerKernelInterface

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A network's outputs for some samples.
public struct Outputs: Sendable {
  /// The outputs: `count x outputCount`, sample after sample.
  public let values: [Float]
  /// The solver's statistics; `nil` for a network without equilibrium layers.
  package let solver: SolverStatistics?
}

/// A network with weights, ready to answer: features in, outputs out.
///
/// It may be called from many tasks at once, and answers do not depend on what else it is doing:
/// calls share the weights, and each works in memory of its own. That memory is kept for later
/// calls, so a predictor holds as much as its calls have needed at the same time.
public final class Predictor: Sendable {
  /// The network that answers.
  package let network: Network
  private let kernels: any KernelSet.Type
  private let threads: Int
  private let batch: Int
  private let plan: Plan
  private let weights: Weights
  private let answersSingleImages: Bool
  /// The threads that answer; others may use them between answers.
  package let team: SharedTeam
  private let idle = Locked(Idle())

  /// A predictor with the given parameters.
  ///
  /// - Parameters:
  ///   - network: the network that answers.
  ///   - parameters: its parameters, as ``Network/initialParameters(seed:)`` lays them out.
  ///   - threads: the most threads that work at the same time; calls that find them busy do with
  ///     the thread that made the call.
  ///   - batch: the most samples that pass through the network at once; a sample on its own takes
  ///     a faster path.
  /// - Precondition: `parameters` are as many as the network has.
  public convenience init(
    _ network: Network, parameters: [Float], threads: Int = 1, batch: Int = 512
  ) {
    self.init(network, weights: Weights(parameters), threads: threads, batch: batch)
  }

  package init(
    _ network: Network, weights: Weights, threads: Int, batch: Int, team: SharedTeam? = nil,
    kernels: any KernelSet.Type = KernelChoice.best
  ) {
    precondition(batch > 0 && threads > 0, "batch \(batch), threads \(threads)")
    precondition(
      weights.count == network.storageCount,
      "\(weights.count) parameters for a network of \(network.storageCount)")
    self.network = network
    self.weights = weights
    self.kernels = kernels
    self.threads = threads
    self.batch = batch
    plan = .inference(network)
    answersSingleImages = network.answersSingleImages
    self.team = team ?? SharedTeam(count: threads)
  }

  /// The outputs of samples, as many as there are.
  public func outputs(of samples: PixelSamples) -> Outputs {
    let kernels = kernels
    return outputs(count: samples.count) { sample, features in
      samples.load(sample, epoch: 0, kernels: kernels, into: features)
    }
  }

  /// The outputs of images of unsigned bytes.
  ///
  /// - Parameters:
  ///   - pixels: `network.inputCount` bytes for each image, image after image.
  ///   - normalization: how pixels become features.
  /// - Precondition: `pixels` holds whole images.
  public func outputs(pixels: [UInt8], normalization: InputNormalization) -> Outputs {
    let images = PixelImages(
      pixels: pixels, featureCount: network.inputCount, normalization: normalization)
    let kernels = kernels
    return outputs(count: images.count) { image, features in
      images.load(image, kernels: kernels, into: features)
    }
  }

  /// The outputs of `count` samples whose features `load` writes.
  ///
  /// - Parameters:
  ///   - count: the number of samples.
  ///   - load: writes a sample's `network.inputCount` features; called on several threads at once.
  public func outputs(
    count: Int,
    load: @escaping @Sendable (_ sample: Int, _ features: UnsafeMutableBufferPointer<Float>) -> Void
  ) -> Outputs {
    let outputCount = network.outputCount
    var values = [Float](repeating: 0, count: count * outputCount)
    var solver: SolverStatistics?
    for start in stride(from: 0, to: count, by: batch) {
      let samples = min(batch, count - start)
      let range = start * outputCount..<(start + samples) * outputCount
      values.withUnsafeMutableBufferPointer { values in
        let outputs = UnsafeMutableBufferPointer(rebasing: values[range])
        // The last one of many is none: outputs would depend on the size of batches.
        if count == 1 && answersSingleImages {
          answerSingleImage(into: outputs) { load(start, $0) }
        } else if let found = answer(samples, into: outputs, load: { load(start + $0, $1) }) {
          solver = (solver ?? SolverStatistics()) + found
        }
      }
    }
    return Outputs(values: values, solver: solver)
  }

  // MARK: - Implementation

  /// What calls share, and the memory that no call is using.
  ///
  /// Each path through the network is prepared when it is first needed: a start costs what it uses.
  private struct Idle {
    /// The first workspace: the others use its parameters and what the layers derived from them.
    var prepared: Workspace?
    var workspaces: [Workspace] = []
    var singleImageNetwork: SingleImageNetwork?
    var singleImageMemories: [VectorBuffer] = []
  }

  private func answer(
    _ samples: Int, into outputs: UnsafeMutableBufferPointer<Float>,
    load: @escaping @Sendable (_ sample: Int, _ features: UnsafeMutableBufferPointer<Float>) -> Void
  ) -> SolverStatistics? {
    let workspace = borrowWorkspace(blocks: (samples + 15) / 16)
    defer { idle.withLock { $0.workspaces.append(workspace) } }
    return team.lend { team in
      let runner = BatchRunner(workspace, team: team)
      runner.begin(samples: samples, from: FunctionSource(load))
      runner.run(plan.phases)
      if let first = outputs.baseAddress { workspace.copyOutputs(samples: samples, to: first) }
      return runner.fixedPoints
    }
  }

  private func borrowWorkspace(blocks: Int) -> Workspace {
    idle.withLock { idle in
      // One that is too small gives way to one that is not.
      if let workspace = idle.workspaces.popLast(), workspace.capacity >= blocks {
        return workspace
      }
      let workspace = Workspace(
        plan, blocks: blocks, workers: threads, kernels: kernels, preparedAs: idle.prepared)
      if idle.prepared == nil {
        weights.copy(to: workspace.parameters.floats)
        workspace.prepare()
        idle.prepared = workspace
      }
      return workspace
    }
  }

  private func answerSingleImage(
    into outputs: UnsafeMutableBufferPointer<Float>,
    load: (_ features: UnsafeMutableBufferPointer<Float>) -> Void
  ) {
    guard let target = outputs.baseAddress, let (network, memory) = borrowSingleImageMemory()
    else { return }
    network.run(in: memory, kernels, into: target, load: load)
    idle.withLock { $0.singleImageMemories.append(memory) }
  }

  /// - Returns: `nil` for a network that only works on blocks.
  private func borrowSingleImageMemory() -> (SingleImageNetwork, VectorBuffer)? {
    idle.withLock { idle in
      if idle.singleImageNetwork == nil {
        idle.singleImageNetwork = SingleImageNetwork(network, weights, kernels)
      }
      guard let network = idle.singleImageNetwork else { return nil }
      return (network, idle.singleImageMemories.popLast() ?? network.makeMemory())
    }
  }
}

// MARK: - Logits

extension Network {
  /// Outputs as logits: those of a network that ends in softmax are its logarithms.
  package func logits(_ outputs: [Float]) -> [Float] {
    guard architecture.layers.last == .softmax else { return outputs }
    return outputs.map { logf(max($0, .leastNormalMagnitude)) }
  }
}
