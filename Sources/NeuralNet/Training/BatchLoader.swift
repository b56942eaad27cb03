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
  /// The partner that is mixed into each sample of the batch; empty if samples are never mixed.
  private var partners: [SampleMixing.Partner?]

  init(
    _ samples: PixelSamples, configuration: TrainingConfiguration, into workspace: Workspace
  ) {
    self.samples = samples
    self.workspace = workspace
    batchSize = configuration.batchSize
    seed = configuration.seed
    partners = Array(repeating: nil, count: samples.mixing == nil ? 0 : batchSize)
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
    let outputs = workspace.network.outputCount
    for position in 0..<count {
      let sample = order[start + position]
      let target = workspace.targets(at: position)
      samples.writeTarget(sample, outputs: outputs, into: target, stride: 16)
      guard let mixing = samples.mixing else { continue }
      partners[position] = mixing.partner(of: sample, amongst: samples.count, epoch: epoch)
      if let partner = partners[position] {
        samples.mixTarget(partner, outputs: outputs, into: target, stride: 16)
      }
    }
    return count
  }

  func load(
    position: Int, into features: UnsafeMutableBufferPointer<Float>,
    scratch: UnsafeMutableBufferPointer<UInt8>
  ) {
    samples.load(
      order[start + position], mixedWith: partners.isEmpty ? nil : partners[position],
      epoch: epoch, kernels: workspace.kernels, scratch: scratch, into: features)
  }
}
