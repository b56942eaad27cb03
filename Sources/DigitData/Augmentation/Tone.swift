import RecognizerRandomNumbers

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
