import RecognizerRandomNumbers

/// Random changes of a bright-on-dark picture that leave its class what it was, for training.
///
/// A picture is turned, scaled, sheared and shifted in one bilinear resampling, optionally bent
/// (Simard, Steinkraus and Platt, "Best Practices for Convolutional Neural Networks Applied to
/// Visual Document Analysis", ICDAR 2003), its strokes made wider or narrower, and now and then
/// blurred, faded or made noisy. Each amount is drawn evenly from its range; what comes in from
/// outside the frame is background, 0. The result depends on the picture, the settings, the
/// seed and the two numbers given to ``apply(to:sample:epoch:)`` only. A new augmentation
/// changes nothing; start from ``standard(width:height:seed:)`` or ``strong(width:height:seed:)``.
public struct Augmentation: Hashable, Sendable {
  /// Pixels a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// Where all chance starts from.
  public let seed: UInt64

  /// Share of the pictures that are changed at all.
  public var probability: Float = 1
  /// Turn about the picture's centre, in degrees, positive clockwise.
  public var rotation: ClosedRange<Float> = 0...0
  /// Size of the result relative to the picture, drawn for each axis; at least 0.1.
  public var scale: ClosedRange<Float> = 1...1
  /// Columns that a row moves to the right for each row below the centre; slant is its arctangent.
  public var shear: ClosedRange<Float> = 0...0
  /// Shift in pixels, drawn for each axis.
  public var translation: ClosedRange<Float> = 0...0
  /// Largest displacement, in pixels, of the grid points that bend the picture; from 0 to 16.
  public var elasticity: ClosedRange<Float> = 0...0
  /// Change of stroke width, -1 to 1: the way to the darkest or brightest of each pixel and its
  /// four neighbours, so that 1 makes strokes two pixels wider.
  public var strokeWidth: ClosedRange<Float> = 0...0

  /// Share of the changed pictures that are blurred, faded and made noisy, each for itself.
  public var degradationProbability: Float = 0
  /// Blur, 0 to 1: the way from each pixel to the mean of its four neighbours.
  public var blur: ClosedRange<Float> = 0...0
  /// Factor of the grey values, 0 to 4, cut off at white.
  public var contrast: ClosedRange<Float> = 1...1
  /// Largest change of a single pixel by evenly distributed noise, 0 to 127 grey levels.
  public var noise: ClosedRange<Float> = 0...0

  /// An augmentation that changes nothing yet.
  ///
  /// - Precondition: `width` and `height` are from 1 to 1024.
  public init(width: Int, height: Int, seed: UInt64) {
    precondition(
      (1...1024).contains(width) && (1...1024).contains(height), "\(width)x\(height) pixels")
    self.width = width
    self.height = height
    self.seed = seed
  }

  /// Changes one picture of `width * height` bytes in place; safe on several threads at once.
  ///
  /// - Precondition: `pixels.count == width * height`, and the settings are in their ranges.
  public func apply(
    to pixels: UnsafeMutableBufferPointer<UInt8>, sample: Int, epoch: Int
  ) {
    precondition(
      pixels.count == width * height, "\(pixels.count) pixels for \(width)x\(height)")
    guard let picture = pixels.baseAddress else { return }
    var generator = SplitMix64(seed: seed, stream: sample, epoch)
    guard generator.uniform() < probability else { return }

    let map = AffineMap(
      rotation: generator.uniform(in: rotation),
      scale: (generator.uniform(in: scale), generator.uniform(in: scale)),
      shear: generator.uniform(in: shear),
      translation: (generator.uniform(in: translation), generator.uniform(in: translation)),
      width: width, height: height)
    let filter = StrokeFilter(
      widening: generator.uniform(in: strokeWidth),
      blur: drawDegradation(from: blur, whenNone: 0, using: &generator))
    let tone = Tone(
      gain: drawDegradation(from: contrast, whenNone: 1, using: &generator),
      noise: drawDegradation(from: noise, whenNone: 0, using: &generator))
    let displacement = generator.uniform(in: elasticity)

    PaddedPlane.withTwo(width: width, height: height) { first, second in
      first.load(picture)
      let source = filter.apply(to: first, spare: second)
      if displacement > 0 {
        ElasticGrid.with(width: width, height: height, displacement, using: &generator) {
          source.resample(map, bentBy: $0, into: picture)
        }
      } else {
        source.resample(map, bentBy: nil, into: picture)
      }
    }
    tone.apply(to: pixels, using: &generator)
  }

  private func drawDegradation(
    from range: ClosedRange<Float>, whenNone neutral: Float, using generator: inout SplitMix64
  ) -> Float {
    let happens = generator.uniform() < degradationProbability
    let amount = generator.uniform(in: range)
    return happens ? amount : neutral
  }
}
