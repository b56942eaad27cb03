import RecognizerRandomNumbers

/// Makes strokes wider, narrower or softer by looking at each pixel's four neighbours.
struct StrokeFilter {
  /// Interpolation weight towards the brightest (above 0) or darkest (below 0) of the five
  /// pixels, -1 to 1.
  let widening: Float
  /// Interpolation weight towards the mean of the four neighbours, 0 to 1.
  let blur: Float

  /// Filters `plane`, with `spare` as scratch.
  ///
  /// - Returns: the one of the two that holds the result; the other's content is undefined.
  func apply(to plane: PaddedPlane, spare: PaddedPlane) -> PaddedPlane {
    precondition(abs(widening) <= 1, "a stroke change of \(widening) is outside -1...1")
    precondition((0...1).contains(blur), "a blur of \(blur) is outside 0...1")
    var (source, target) = (plane, spare)
    let width = Self.weight(abs(widening))
    if width > 0 {
      if widening > 0 {
        Self.widen(source, by: width, into: target)
      } else {
        Self.narrow(source, by: width, into: target)
        Self.brighten(target, narrowedFrom: source, by: abs(widening))
      }
      swap(&source, &target)
    }
    let softness = Self.weight(blur)
    if softness > 0 {
      Self.soften(source, by: softness, into: target)
      swap(&source, &target)
    }
    return source
  }

  private static func weight(_ amount: Float) -> UInt16 { UInt16((amount * 256).rounded()) }

  /// Grey dilation with a cross, blended by `weight` 256ths.
  private static func widen(_ source: PaddedPlane, by weight: UInt16, into target: PaddedPlane) {
    let below = source.stride
    for y in 0..<source.height {
      let from = source.row(y)
      let to = target.row(y)
      for x in 0..<source.width {
        let own = from[x]
        let brightest = max(
          max(max(from[x &- 1], from[x &+ 1]), max(from[x &- below], from[x &+ below])), own)
        to[x] = own &+ scaled(brightest &- own, by: weight)
      }
    }
  }

  /// Grey erosion with a cross, blended by `weight` 256ths.
  private static func narrow(_ source: PaddedPlane, by weight: UInt16, into target: PaddedPlane) {
    let below = source.stride
    for y in 0..<source.height {
      let from = source.row(y)
      let to = target.row(y)
      for x in 0..<source.width {
        let own = from[x]
        let darkest = min(
          min(min(from[x &- 1], from[x &+ 1]), min(from[x &- below], from[x &+ below])), own)
        to[x] = own &- scaled(own &- darkest, by: weight)
      }
    }
  }

  /// Restores some of the brightness that thin strokes lost by narrowing.
  ///
  /// No thin pen writes grey: normalisation stretches a picture's peak to white. If a few wide
  /// spots have kept the peak, thin strokes regain half of their loss; edges stay darker than
  /// they were.
  private static func brighten(
    _ plane: PaddedPlane, narrowedFrom source: PaddedPlane, by amount: Float
  ) {
    let (peak, dimmed) = (source.peak, plane.peak)
    guard dimmed > 0 else { return }
    // Beyond a factor of two it would amplify noise.
    let restoring = min(Float(peak) / Float(dimmed), 2)
    Tone.scale(plane.all, by: max(restoring, 1 / (1 - amount / 2)), limit: peak)
  }

  private static func soften(_ source: PaddedPlane, by weight: UInt16, into target: PaddedPlane) {
    let below = source.stride
    let rest = 256 &- weight
    for y in 0..<source.height {
      let from = source.row(y)
      let to = target.row(y)
      for x in 0..<source.width {
        let sum =
          UInt16(from[x &- 1]) &+ UInt16(from[x &+ 1]) &+ UInt16(from[x &- below])
          &+ UInt16(from[x &+ below])
        let mean = (sum &+ 2) >> 2
        to[x] = UInt8(truncatingIfNeeded: (UInt16(from[x]) &* rest &+ mean &* weight &+ 128) >> 8)
      }
    }
  }

  /// 255 times 256 just fits in 16 bits, so the compiler keeps eight or more pixels per register.
  private static func scaled(_ difference: UInt8, by weight: UInt16) -> UInt8 {
    UInt8(truncatingIfNeeded: (UInt16(difference) &* weight &+ 128) >> 8)
  }
}

// MARK: - Tone

/// Changes that treat each pixel alone: contrast and noise.
struct Tone {
  /// Factor of the grey values, 0 to 4.
  let gain: Float
  /// Largest change by noise, 0 to 127 grey levels.
  let noise: Float

  func apply(to pixels: UnsafeMutableBufferPointer<UInt8>, using generator: inout SplitMix64) {
    precondition((0...4).contains(gain), "a contrast of \(gain) is outside 0...4")
    precondition((0...127).contains(noise), "noise of \(noise) grey levels is outside 0...127")
    guard let first = pixels.baseAddress else { return }
    Self.scale(pixels, by: gain)
    let amplitude = Int32(noise.rounded())
    guard amplitude > 0 else { return }
    var bits: UInt64 = 0
    for index in 0..<pixels.count {
      // One random number serves eight pixels, a byte each.
      bits = index & 7 == 0 ? generator.next() : bits >> 8
      let byte = Int32(truncatingIfNeeded: bits & 0xFF)
      let value = Int32(first[index]) &+ (byte &* (2 &* amplitude &+ 1)) >> 8 &- amplitude
      first[index] = UInt8(truncatingIfNeeded: min(max(value, 0), 255))
    }
  }

  /// Multiplies bytes by a factor from 0 to 4, clamped at `limit`.
  static func scale(_ pixels: UnsafeMutableBufferPointer<UInt8>, by gain: Float, limit: UInt8 = 255)
  {
    let most = Int32(limit)
    let factor = Int32((gain * 256).rounded())
    guard factor != 256, let first = pixels.baseAddress else { return }
    for index in 0..<pixels.count {
      let value = (Int32(first[index]) &* factor &+ 128) >> 8
      first[index] = UInt8(truncatingIfNeeded: min(value, most))
    }
  }
}
