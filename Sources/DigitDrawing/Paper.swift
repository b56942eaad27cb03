package import DigitData

/// The paper under the ink: the greys of both, and the effects of light and camera.
package struct Paper: Hashable, Sendable {
  /// Grey of the clean paper, 0 black to 255 white.
  package var paper: Double
  /// Grey of the ink where it covers the paper.
  package var ink: Double
  /// Fraction of the light that the bottom right corner lacks against the top left one.
  package var shadow: Double
  /// Standard deviation of soft blotches, in grey levels.
  package var blotches: Double
  /// Standard deviation of each pixel's own noise, in grey levels.
  package var noise: Double

  /// Paper with the given properties; without any it is white with black ink, evenly lit.
  package init(
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
  package func picture(
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
          let covered = Double(pixels[y * width + x]) / 255
          var gray = paper + (ink - paper) * covered
          if shadow != 0 { gray *= 1 - shadow * (0.7 * right + 0.3 * down) }
          if blotches != 0 {
            gray += blotches * field.displacement(at: Point(right, down) * Unsteadiness.extent).x
          }
          if noise != 0 { gray += noise * generator.bell() }
          pixels[y * width + x] = UInt8(max(0, min(255, gray.rounded())))
        }
      }
    }
    return result
  }
}

// MARK: - Colour

extension GrayImage {
  /// This picture of ink, white on black, in colour: `ink` where it is white, `paper` where it is
  /// black, each given as red, green, blue and alpha.
  package func colored(ink: SIMD4<UInt8>, paper: SIMD4<UInt8>) -> ColorImage {
    let (ink, paper) = (SIMD4<Int>(truncatingIfNeeded: ink), SIMD4<Int>(truncatingIfNeeded: paper))
    var values: [UInt8] = []
    values.reserveCapacity(pixels.count * 4)
    for coverage in pixels {
      let covered = Int(coverage)
      let mixed = (ink &* covered &+ paper &* (255 - covered) &+ 127) / 255
      for channel in 0..<4 { values.append(UInt8(mixed[channel])) }
    }
    return ColorImage(width: width, height: height, pixels: values)
  }
}
