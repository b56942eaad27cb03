import RecognizerKernelInterface

/// Samples of unsigned bytes with what a network should answer to each: as it trains on them and is
/// measured by.
///
/// Features are `(pixel / 255 - mean) / standardDeviation`.
public struct PixelSamples: Sendable {
  /// Changes a sample's pixels on their way to the network, in place.
  ///
  /// Called on several threads at once; the result may depend on the arguments only, so that a
  /// run can be repeated.
  public typealias Augmentation =
    @Sendable (
      _ pixels: UnsafeMutableBufferPointer<UInt8>, _ sample: Int, _ epoch: Int
    ) -> Void

  /// Features of a sample.
  public let featureCount: Int
  /// How pixels become features.
  public let normalization: InputNormalization
  /// Applied to each sample each time it is drawn.
  public var augmentation: Augmentation?
  private let pixels: [UInt8]
  /// What the outputs should be, of all samples that the arrays hold.
  let targets: Targets
  private let indices: [Int]

  /// All samples of an array of pixels.
  ///
  /// - Precondition: `pixels` holds `featureCount` bytes a target.
  public init(
    pixels: [UInt8], targets: Targets, featureCount: Int, normalization: InputNormalization
  ) {
    precondition(
      pixels.count == targets.count * featureCount,
      "\(pixels.count) pixels for \(targets.count) samples of \(featureCount)")
    self.pixels = pixels
    self.targets = targets
    self.featureCount = featureCount
    self.normalization = normalization
    indices = Array(0..<targets.count)
  }

  private init(_ samples: PixelSamples, indices: [Int]) {
    pixels = samples.pixels
    targets = samples.targets
    featureCount = samples.featureCount
    normalization = samples.normalization
    augmentation = samples.augmentation
    self.indices = indices
  }

  /// How many samples.
  public var count: Int { indices.count }

  /// The samples at some positions, in that order; the arrays are shared.
  public func selecting(_ positions: some Sequence<Int>) -> PixelSamples {
    PixelSamples(self, indices: positions.map { indices[$0] })
  }

  /// What the outputs should be for these samples alone.
  package var ownTargets: Targets {
    switch targets {
    case .classes(let labels): .classes(indices.map { labels[$0] })
    case .values(let values, let width, let scale):
      .values(
        indices.flatMap { values[$0 * width..<($0 + 1) * width] }, width: width, scale: scale)
    }
  }

  /// The class of a sample, if samples have classes.
  public func label(_ sample: Int) -> Int? {
    switch targets {
    case .classes(let labels): Int(labels[indices[sample]])
    case .values: nil
    }
  }

  /// What each of `outputs` outputs should be for a sample.
  func target(_ sample: Int, outputs: Int) -> [Float] {
    targets.row(indices[sample], outputs: outputs)
  }

  /// Writes what each output should be for a sample, `stride` floats apart.
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

  /// Writes a sample's features.
  ///
  /// - Parameter scratch: `featureCount` bytes for a sample that is augmented.
  func load(
    _ sample: Int, epoch: Int, kernels: any KernelSet.Type,
    scratch: UnsafeMutableBufferPointer<UInt8>, into features: UnsafeMutableBufferPointer<Float>
  ) {
    guard let target = features.baseAddress else { return }
    let factor = 1 / (255 * normalization.standardDeviation)
    let offset = -normalization.mean / normalization.standardDeviation
    pixels.withUnsafeBufferPointer { all in
      var own = UnsafeBufferPointer(
        rebasing: all[indices[sample] * featureCount..<(indices[sample] + 1) * featureCount])
      if let augmentation {
        _ = scratch.update(fromContentsOf: own)
        augmentation(scratch, indices[sample], epoch)
        own = UnsafeBufferPointer(scratch)
      }
      guard let source = own.baseAddress else { return }
      kernels.scalePixels(
        count: featureCount, factor: factor, offset: offset, source, into: target)
    }
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
