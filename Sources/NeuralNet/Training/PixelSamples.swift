import RecognizerKernelInterface
import RecognizerRandomNumbers

/// Images of unsigned bytes as a network takes them.
///
/// Features are `(pixel / 255 - mean) / standardDeviation`.
package struct PixelImages: Sendable {
  /// Pixels of each image, image after image.
  fileprivate let pixels: [UInt8]
  /// Pixels, and so features, of an image.
  package let featureCount: Int
  /// The normalisation that turns pixels into features.
  package let normalization: InputNormalization

  /// All images of an array of pixels.
  ///
  /// - Precondition: `pixels` holds whole images.
  package init(pixels: [UInt8], featureCount: Int, normalization: InputNormalization) {
    precondition(
      pixels.count.isMultiple(of: featureCount),
      "\(pixels.count) pixels for images of \(featureCount)")
    self.pixels = pixels
    self.featureCount = featureCount
    self.normalization = normalization
  }

  /// Number of images.
  package var count: Int { pixels.count / featureCount }

  /// Writes an image's features.
  func load(
    _ image: Int, kernels: any KernelSet.Type, into features: UnsafeMutableBufferPointer<Float>
  ) {
    pixels.withUnsafeBufferPointer { all in
      scale(
        UnsafeBufferPointer(
          rebasing: all[image * featureCount..<(image + 1) * featureCount]), kernels: kernels,
        into: features)
    }
  }

  /// Copies an image's pixels.
  func copy(_ image: Int, to copy: UnsafeMutableBufferPointer<UInt8>) {
    pixels.withUnsafeBufferPointer { all in
      _ = copy.update(
        fromContentsOf: UnsafeBufferPointer(
          rebasing: all[image * featureCount..<(image + 1) * featureCount]))
    }
  }

  /// Writes the features of `featureCount` pixels.
  func scale(
    _ pixels: UnsafeBufferPointer<UInt8>, kernels: any KernelSet.Type,
    into features: UnsafeMutableBufferPointer<Float>
  ) {
    guard let source = pixels.baseAddress, let target = features.baseAddress else { return }
    kernels.scalePixels(
      count: featureCount, factor: 1 / (255 * normalization.standardDeviation),
      offset: -normalization.mean / normalization.standardDeviation, source, into: target)
  }
}

/// Images with what a network should answer to each: samples to train on or to measure it by.
public struct PixelSamples: Sendable {
  /// Changes a sample's pixels on their way to the network, in place.
  ///
  /// Called on several threads at once; the result may depend on the arguments only, so that a
  /// run can be repeated.
  public typealias Augmentation =
    @Sendable (
      _ pixels: UnsafeMutableBufferPointer<UInt8>, _ sample: Int, _ epoch: Int
    ) -> Void

  /// Applied to each sample each time it is drawn.
  public var augmentation: Augmentation?
  private let images: PixelImages
  /// Targets of all images.
  let targets: Targets
  /// Positions of the samples among the images.
  package let indices: [Int]

  /// All samples of an array of pixels.
  ///
  /// - Parameters:
  ///   - pixels: `featureCount` bytes for each sample, sample after sample.
  ///   - targets: the targets of as many samples.
  ///   - featureCount: the number of pixels of a sample.
  ///   - normalization: how pixels become features.
  /// - Precondition: `pixels` holds `featureCount` bytes for each of the targets.
  public init(
    pixels: [UInt8], targets: Targets, featureCount: Int, normalization: InputNormalization
  ) {
    images = PixelImages(
      pixels: pixels, featureCount: featureCount, normalization: normalization)
    precondition(
      images.count == targets.count, "\(images.count) images for \(targets.count) targets")
    self.targets = targets
    indices = Array(0..<targets.count)
  }

  private init(_ samples: PixelSamples, indices: [Int]) {
    images = samples.images
    targets = samples.targets
    augmentation = samples.augmentation
    self.indices = indices
  }

  /// Number of samples.
  public var count: Int { indices.count }

  /// Number of images that samples are chosen from.
  package var imageCount: Int { images.count }

  /// Features of a sample.
  package var featureCount: Int { images.featureCount }

  /// The normalisation that turns pixels into features.
  package var normalization: InputNormalization { images.normalization }

  /// The samples at some positions, in that order; pixels and targets are not copied.
  public func selecting(_ positions: some Sequence<Int>) -> PixelSamples {
    PixelSamples(self, indices: positions.map { indices[$0] })
  }

  /// These samples and `count` more behind them, which are empty until an augmentation fills them.
  ///
  /// - Parameter label: the class of each of the new ones by its position among them.
  /// - Precondition: samples have classes.
  package func appending(_ count: Int, label: (Int) -> UInt8) -> PixelSamples {
    appending(
      [UInt8](repeating: 0, count: count * featureCount), labels: (0..<count).map(label))
  }

  /// These samples and others behind them.
  ///
  /// - Parameters:
  ///   - pixels: `featureCount` bytes for each of the new samples.
  ///   - added: the classes of the new samples.
  /// - Precondition: samples have classes.
  package func appending(_ pixels: [UInt8], labels added: [UInt8]) -> PixelSamples {
    guard case .classes(let labels) = targets else { preconditionFailure("samples of numbers") }
    var samples = PixelSamples(
      pixels: images.pixels + pixels, targets: .classes(labels + added),
      featureCount: featureCount, normalization: normalization)
    samples.augmentation = augmentation
    return samples.selecting(indices + Array(labels.count..<labels.count + added.count))
  }

  /// The targets of these samples alone.
  package var ownTargets: Targets {
    switch targets {
    case .classes(let labels): .classes(indices.map { labels[$0] })
    case .values(let values, let width, let scale):
      .values(
        indices.flatMap { values[$0 * width..<($0 + 1) * width] }, width: width, scale: scale)
    }
  }

  /// The class of a sample, if samples have classes.
  package func label(_ sample: Int) -> Int? {
    switch targets {
    case .classes(let labels): Int(labels[indices[sample]])
    case .values: nil
    }
  }

  /// The target of each of `outputs` outputs for a sample.
  func target(_ sample: Int, outputs: Int) -> [Float] {
    targets.row(indices[sample], outputs: outputs)
  }

  /// Writes the target of each output for a sample, `stride` floats apart.
  func writeTarget(
    _ sample: Int, outputs: Int, into target: UnsafeMutablePointer<Float>, stride: Int
  ) {
    targets.write(indices[sample], outputs: outputs, into: target, stride: stride)
  }

  /// A sample's features.
  package func features(_ sample: Int) -> [Float] {
    [Float](unsafeUninitializedCapacity: featureCount) { features, count in
      load(sample, epoch: 0, kernels: KernelChoice.best, into: features)
      count = featureCount
    }
  }

  /// Writes a sample's features; allocates nothing.
  ///
  /// - Parameter scratch: `featureCount` bytes for a sample that is augmented.
  func load(
    _ sample: Int, epoch: Int, kernels: any KernelSet.Type,
    scratch: UnsafeMutableBufferPointer<UInt8>, into features: UnsafeMutableBufferPointer<Float>
  ) {
    let image = indices[sample]
    guard let augmentation else { return images.load(image, kernels: kernels, into: features) }
    images.copy(image, to: scratch)
    augmentation(scratch, image, epoch)
    images.scale(UnsafeBufferPointer(scratch), kernels: kernels, into: features)
  }

  /// Writes a sample's features, where scratch may come from the stack or the heap.
  func load(
    _ sample: Int, epoch: Int, kernels: any KernelSet.Type,
    into features: UnsafeMutableBufferPointer<Float>
  ) {
    withUnsafeTemporaryAllocation(
      of: UInt8.self, capacity: augmentation == nil ? 0 : featureCount
    ) { scratch in
      load(sample, epoch: epoch, kernels: kernels, scratch: scratch, into: features)
    }
  }
}

// MARK: - Batches

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
