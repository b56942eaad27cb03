import RecognizerKernelInterface
import RecognizerRandomNumbers

/// Makes the batches of a run: which samples, in which order, changed how.
///
/// All of it follows from the seed and the numbers of epoch and step, so that a resumed run finds
/// the same batches. Its fields change between batches only.
final class BatchLoader: SampleSource, @unchecked Sendable {
  /// The samples of an epoch.
  let samples: PixelSamples
  private let batchSize: Int
  private let seed: UInt64
  private let workspace: Workspace
  /// The samples' numbers in the order of the epoch.
  private var order: [Int] = []
  private var epoch = -1
  /// The start of the batch in the order.
  private var start = 0

  init(
    _ samples: PixelSamples, configuration: TrainingConfiguration, into workspace: Workspace
  ) {
    self.samples = samples
    self.workspace = workspace
    batchSize = configuration.batchSize
    seed = configuration.seed
  }

  /// Batches of an epoch; the last may have fewer samples.
  var batchesPerEpoch: Int { (samples.count + batchSize - 1) / batchSize }

  /// Chooses a batch and writes its targets into the workspace.
  ///
  /// - Returns: how many samples it has.
  func choose(batch: Int, epoch: Int) -> Int {
    if epoch != self.epoch {
      var generator = SplitMix64(seed: seed, stream: -1, epoch)
      order = (0..<samples.count).shuffled(using: &generator)
      self.epoch = epoch
    }
    start = batch * batchSize
    let count = min(batchSize, samples.count - start)
    for position in 0..<count {
      samples.writeTarget(
        order[start + position], outputs: workspace.network.outputCount,
        into: workspace.targets(at: position), stride: 16)
    }
    return count
  }

  func load(
    position: Int, into features: UnsafeMutableBufferPointer<Float>,
    scratch: UnsafeMutableBufferPointer<UInt8>
  ) {
    samples.load(
      order[start + position], epoch: epoch, kernels: workspace.kernels, scratch: scratch,
      into: features)
  }
}
