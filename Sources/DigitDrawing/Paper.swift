public import DigitData

/// What ink is put on: the greys of ink and paper, and what light and camera add.
public struct Paper: Hashable, Sendable {
  /// Grey of the clean paper, 0 black to 255 white.
  public var paper: Double
  /// Grey of the ink where it covers the paper.
  public var ink: Double
  /// How much darker the far corner is than the near one, as a share of the light.
  public var shadow: Double
  /// Deviation of soft blotches, in greys.
  public var blotches: Double
  /// Deviation of each pixel's own noise, in greys.
  public var noise: Double

  /// Paper with the given properties; without any it is white with black ink, evenly lit.
  public init(
    paper: Double = 255, ink: Double = 0, shadow: Double = 0, blotches: Double = 0,
    noise: Double = 0
  ) {
    self.paper = paper
    self.ink = ink
    self.shadow = shadow
    self.blotches = blotches
    self.noise = noise
  }

  /// The picture of `coverage`, white ink on black, on this paper.
  public func picture(
    of coverage: GrayImage, using generator: inout some RandomNumberGenerator
  ) -> GrayImage {
    let (width, height) = (coverage.width, coverage.height)
    let field = Unsteadiness(1, using: &generator)
    var result = coverage
    result.pixels.withUnsafeMutableBufferPointer { pixels in
      for y in 0..<height {
        let down = (Double(y) + 0.5) / Double(height)
        for x in 0..<width {
          let right = (Double(x) + 0.5) / Double(width)
          let share = Double(pixels[y * width + x]) / 255
          var gray = paper + (ink - paper) * share
          if shadow != 0 { gray *= 1 - shadow * (0.7 * right + 0.3 * down) }
          if blotches != 0 {
            // The field is half as wide as high.
            let place = Point(right / 2, down)
            gray += blotches * (field.move(place) - place).x
          }
          if noise != 0 { gray += noise * generator.bell() }
          pixels[y * width + x] = UInt8(max(0, min(255, gray.rounded())))
        }
      }
    }
    return result
  }
}
