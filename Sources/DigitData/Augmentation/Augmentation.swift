import RecognizerRandomNumbers

/// Random changes of a bright-on-dark picture that preserve its class, for training.
///
/// A picture is turned, scaled, sheared and shifted in one bilinear resampling, optionally bent
/// (Simard, Steinkraus and Platt, "Best Practices for Convolutional Neural Networks Applied to
/// Visual Document Analysis", ICDAR 2003), its strokes made wider or narrower, and now and then
/// blurred, faded, made noisy, given fewer pixels, or covered in part (DeVries and Taylor,
/// "Improved Regularization of Convolutional Neural Networks with Cutout", 2017). Each amount is
/// drawn uniformly from its range; pixels from outside the frame are background, 0. The result
/// depends on the picture, the settings, the seed and the two numbers given to
/// ``apply(to:sample:epoch:)`` only. A new augmentation changes nothing; start from ``standard(width:height:seed:)`` or ``strong(width:height:seed:)``.
public struct Augmentation: Hashable, Sendable {
  /// Pixels per row.
  package let width: Int
  /// Rows.
  package let height: Int
  /// The seed of all randomness.
  package var seed: UInt64

  /// Fraction of the pictures that are changed at all.
  package var probability: Float = 1
  /// Turn about the picture's centre, in degrees, positive clockwise.
  package var rotation: ClosedRange<Float> = 0...0
  /// Size of the result relative to the picture, drawn for each axis; at least 0.1.
  package var scale: ClosedRange<Float> = 1...1
  /// Columns that a row moves to the right for each row below the centre; slant is its arctangent.
  package var shear: ClosedRange<Float> = 0...0
  /// Shift in pixels, drawn for each axis.
  package var translation: ClosedRange<Float> = 0...0
  /// Largest displacement, in pixels, of the grid points that bend the picture; from 0 to 16.
  package var elasticity: ClosedRange<Float> = 0...0
  /// Change of stroke width, -1 to 1: the interpolation weight towards the darkest or brightest
  /// of each pixel and its four neighbours, so that 1 makes strokes two pixels wider.
  package var strokeWidth: ClosedRange<Float> = 0...0

  /// Fraction of the changed pictures that are blurred, faded and made noisy, each independently.
  package var degradationProbability: Float = 0
  /// Blur, 0 to 1: the interpolation weight towards the mean of each pixel's four neighbours.
  package var blur: ClosedRange<Float> = 0...0
  /// Factor of the grey values, 0 to 4, clamped at white.
  package var contrast: ClosedRange<Float> = 1...1
  /// Largest change of a single pixel by uniformly distributed noise, 0 to 127 grey levels.
  package var noise: ClosedRange<Float> = 0...0

  /// Fraction of the changed pictures that are reduced to a lower resolution.
  package var lowResolutionProbability: Float = 0
  /// Resolution relative to the picture's, 0.1 to 1.
  package var lowResolution: ClosedRange<Float> = 1...1

  /// Fraction of the changed pictures in which a rectangle is replaced by background.
  package var cutOutProbability: Float = 0
  /// Sides of that rectangle in pixels, drawn for each axis; parts of it may lie outside.
  package var cutOut: ClosedRange<Float> = 0...0

  /// An augmentation that changes nothing yet.
  ///
  /// - Precondition: `width` and `height` are from 1 to 1024.
  package init(width: Int, height: Int, seed: UInt64) {
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
    let resolution = drawResolution(using: &generator)

    PaddedPlane.withTwo(width: width, height: height) { first, second in
      first.load(picture)
      var source = filter.apply(to: first, spare: second)
      var map = map
      if resolution < 1 {
        let spare = source.isSame(as: first) ? second : first
        source = Reduction.reduce(source, by: resolution, into: spare)
        map = map.readingReduced(by: resolution)
      }
      if displacement > 0 {
        let amount = displacement * resolution
        ElasticGrid.with(width: width, height: height, amount, using: &generator) {
          source.resample(map, bentBy: $0, into: picture)
        }
      } else {
        source.resample(map, bentBy: nil, into: picture)
      }
    }
    tone.apply(to: pixels, using: &generator)
    coverPart(of: pixels, using: &generator)
  }

  /// Draws nothing where it never happens, so that pictures of a seed stay as they are.
  private func drawResolution(using generator: inout SplitMix64) -> Float {
    guard lowResolutionProbability > 0, generator.uniform() < lowResolutionProbability else {
      return 1
    }
    return generator.uniform(in: lowResolution)
  }

  private func coverPart(
    of pixels: UnsafeMutableBufferPointer<UInt8>, using generator: inout SplitMix64
  ) {
    guard cutOutProbability > 0, generator.uniform() < cutOutProbability else { return }
    func side(_ count: Int) -> Range<Int> {
      let length = generator.uniform(in: cutOut)
      let start = generator.uniform() * Float(count) - length / 2
      return Range(uncheckedBounds: (Int(start.rounded()), Int((start + length).rounded())))
        .clamped(to: 0..<count)
    }
    let (columns, rows) = (side(width), side(height))
    for y in rows {
      for x in columns { pixels[y * width + x] = 0 }
    }
  }

  private func drawDegradation(
    from range: ClosedRange<Float>, whenNone neutral: Float, using generator: inout SplitMix64
  ) -> Float {
    let happens = generator.uniform() < degradationProbability
    let amount = generator.uniform(in: range)
    return happens ? amount : neutral
  }
}

// MARK: - Presets

extension Augmentation {
  /// Small affine changes: for the best accuracy on pictures like those trained on.
  ///
  /// About what published MNIST recipes use (turns of 15 to 20 degrees, scales within 15 %,
  /// shifts of a tenth of the side). A picture's shift stays at 2 pixels because MNIST puts the
  /// centre of mass within a pixel of the middle; one picture in ten is left unchanged, because
  /// interpolation blurs and the network later sees pictures that are not blurred.
  public static func standard(width: Int = 28, height: Int = 28, seed: UInt64) -> Augmentation {
    var augmentation = Augmentation(width: width, height: height, seed: seed)
    augmentation.probability = 0.9
    augmentation.rotation = -12...12
    augmentation.scale = 0.85...1.1
    augmentation.shear = -0.2...0.2
    augmentation.translation = -2...2
    return augmentation
  }

  /// Changes between the two: for other people's hands without losing what MNIST's own need.
  package static func hands(width: Int = 28, height: Int = 28, seed: UInt64) -> Augmentation {
    var augmentation = standard(width: width, height: height, seed: seed)
    augmentation.rotation = -14...14
    augmentation.shear = -0.26...0.26
    augmentation.elasticity = 0...0.7
    augmentation.strokeWidth = -0.3...0.6
    augmentation.degradationProbability = 0.1
    augmentation.blur = 0...0.8
    augmentation.contrast = 0.7...1.6
    augmentation.noise = 0...16
    return augmentation
  }

  /// Small changes of shape, all those of pen and tone: for pieces of lines, which are made of digits
  /// that were turned and scaled already.
  package static func pieces(width: Int = 28, height: Int = 28, seed: UInt64) -> Augmentation {
    var augmentation = hands(width: width, height: height, seed: seed)
    augmentation.rotation = -8...8
    augmentation.scale = 0.92...1.06
    augmentation.shear = -0.15...0.15
    augmentation.translation = -1...1
    return augmentation
  }

  /// Wide changes of shape, stroke and tone: for other people's pens, papers and cameras.
  public static func strong(width: Int = 28, height: Int = 28, seed: UInt64) -> Augmentation {
    var augmentation = standard(width: width, height: height, seed: seed)
    augmentation.rotation = -18...18
    augmentation.scale = 0.7...1.15
    augmentation.shear = -0.3...0.3
    augmentation.translation = -3...3
    augmentation.elasticity = 0...1.5
    augmentation.strokeWidth = -0.5...1
    augmentation.degradationProbability = 0.25
    augmentation.blur = 0...0.8
    augmentation.contrast = 0.6...1.6
    augmentation.noise = 0...24
    return augmentation
  }
}
