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
  /// Mixes samples while a network trains on them; `nil` for none.
  package var mixing: SampleMixing?
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
    mixing = samples.mixing
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
    samples.mixing = mixing
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

  /// A sample's features as a training run sees them in its first epoch.
  package func features(_ sample: Int) -> [Float] {
    let partner = mixing?.partner(of: sample, amongst: count, epoch: 0)
    return [Float](unsafeUninitializedCapacity: featureCount) { features, count in
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * featureCount) { scratch in
        load(
          sample, mixedWith: partner, epoch: 0, kernels: KernelChoice.best, scratch: scratch,
          into: features)
      }
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
    if case .none = augmentation {
      return images.load(indices[sample], kernels: kernels, into: features)
    }
    copyPixels(of: sample, epoch: epoch, to: scratch)
    images.scale(UnsafeBufferPointer(scratch), kernels: kernels, into: features)
  }

  /// Copies a sample's pixels as the augmentation changes them.
  func copyPixels(of sample: Int, epoch: Int, to copy: UnsafeMutableBufferPointer<UInt8>) {
    let image = indices[sample]
    images.copy(image, to: copy)
    // Calling it by optional chaining, or comparing it with nil, allocates in code that is not
    // optimised.
    if let augmentation { augmentation(copy, image, epoch) }
  }

  /// Writes the features of a sample and its partner; allocates nothing.
  ///
  /// - Parameter scratch: twice `featureCount` bytes.
  func load(
    _ sample: Int, mixedWith partner: SampleMixing.Partner?, epoch: Int,
    kernels: any KernelSet.Type, scratch: UnsafeMutableBufferPointer<UInt8>,
    into features: UnsafeMutableBufferPointer<Float>
  ) {
    let pixels = UnsafeMutableBufferPointer(rebasing: scratch[..<featureCount])
    guard let partner else {
      return load(sample, epoch: epoch, kernels: kernels, scratch: pixels, into: features)
    }
    let others = UnsafeMutableBufferPointer(rebasing: scratch[featureCount...])
    copyPixels(of: sample, epoch: epoch, to: pixels)
    copyPixels(of: partner.sample, epoch: epoch, to: others)
    partner.mix(UnsafeBufferPointer(others), into: pixels)
    images.scale(UnsafeBufferPointer(pixels), kernels: kernels, into: features)
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
