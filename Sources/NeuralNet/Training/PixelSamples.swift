import KernelInterface

/// Samples of unsigned bytes with a class each, as a network trains on them and is measured by.
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
  private let labels: [UInt8]
  private let indices: [Int]

  /// All samples of two arrays.
  ///
  /// - Precondition: `pixels` holds `featureCount` bytes a label.
  public init(
    pixels: [UInt8], labels: [UInt8], featureCount: Int, normalization: InputNormalization
  ) {
    precondition(
      pixels.count == labels.count * featureCount,
      "\(pixels.count) pixels for \(labels.count) samples of \(featureCount)")
    self.pixels = pixels
    self.labels = labels
    self.featureCount = featureCount
    self.normalization = normalization
    indices = Array(labels.indices)
  }

  private init(_ samples: PixelSamples, indices: [Int]) {
    pixels = samples.pixels
    labels = samples.labels
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

  /// The class of a sample.
  public func label(_ sample: Int) -> Int { Int(labels[indices[sample]]) }

  /// A sample's features.
  package func features(_ sample: Int) -> [Float] {
    [Float](unsafeUninitializedCapacity: featureCount) { features, count in
      load(sample, epoch: 0, kernels: KernelChoice.best, into: features)
      count = featureCount
    }
  }

  /// Writes a sample's features.
  func load(
    _ sample: Int, epoch: Int, kernels: any KernelSet.Type,
    into features: UnsafeMutableBufferPointer<Float>
  ) {
    guard let target = features.baseAddress else { return }
    let factor = 1 / (255 * normalization.standardDeviation)
    let offset = -normalization.mean / normalization.standardDeviation
    pixels.withUnsafeBufferPointer { all in
      let own = UnsafeBufferPointer(
        rebasing: all[indices[sample] * featureCount..<(indices[sample] + 1) * featureCount])
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: featureCount) { copy in
        guard let first = copy.baseAddress, let source = own.baseAddress else { return }
        if let augmentation {
          _ = copy.update(fromContentsOf: own)
          augmentation(copy, indices[sample], epoch)
        }
        kernels.scalePixels(
          count: featureCount, factor: factor, offset: offset,
          augmentation == nil ? source : UnsafePointer(first), into: target)
      }
    }
  }
}
