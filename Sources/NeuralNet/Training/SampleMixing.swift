import RecognizerRandomNumbers

/// Mixes some of the samples that a network trains on with others, pixels and targets alike.
///
/// A mixed sample is `(1 - share)` of itself and `share` of another. Zhang et al., "mixup: Beyond
/// Empirical Risk Minimization", ICLR 2018, with uniformly distributed shares.
package struct SampleMixing: Hashable, Sendable {
  /// Another sample and its share of the mixture.
  struct Partner {
    let sample: Int
    let share: Float
  }

  /// Fraction of the samples that are mixed.
  package var probability: Float
  /// The other sample's share, 0 to 0.5.
  package var share: ClosedRange<Float>
  /// The seed of all randomness.
  package var seed: UInt64

  package init(probability: Float, share: ClosedRange<Float>, seed: UInt64) {
    self.probability = probability
    self.share = share
    self.seed = seed
  }

  /// The partner of a sample in an epoch; `nil` if the sample is not mixed.
  func partner(of sample: Int, amongst count: Int, epoch: Int) -> Partner? {
    var generator = SplitMix64(seed: seed &+ 0x6D69_7875, stream: sample, epoch)
    guard generator.uniform() < probability else { return nil }
    return Partner(
      sample: Int.random(in: 0..<count, using: &generator), share: generator.uniform(in: share))
  }
}

extension SampleMixing.Partner {
  /// Mixes the partner's pixels into another sample's.
  func mix(
    _ own: UnsafeBufferPointer<UInt8>, into pixels: UnsafeMutableBufferPointer<UInt8>
  ) {
    guard let source = own.baseAddress, let target = pixels.baseAddress else { return }
    let weight = Int32((share * 256).rounded())
    for index in 0..<pixels.count {
      let sum = Int32(target[index]) &* (256 &- weight) &+ Int32(source[index]) &* weight
      target[index] = UInt8(truncatingIfNeeded: (sum &+ 128) >> 8)
    }
  }
}

extension PixelSamples {
  /// Mixes a partner's target into another sample's, `stride` floats apart.
  func mixTarget(
    _ partner: SampleMixing.Partner, outputs: Int, into target: UnsafeMutablePointer<Float>,
    stride: Int
  ) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: outputs) { own in
      guard let source = own.baseAddress else { return }
      writeTarget(partner.sample, outputs: outputs, into: source, stride: 1)
      for output in 0..<outputs {
        target[stride * output] += partner.share * (source[output] - target[stride * output])
      }
    }
  }
}
