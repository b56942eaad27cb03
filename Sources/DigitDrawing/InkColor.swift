public import DigitData

extension GrayImage {
  /// This picture of ink, white on black, in colour: `ink` where it is white, `paper` where it is
  /// black, each given as red, green, blue and alpha.
  public func colored(ink: SIMD4<UInt8>, paper: SIMD4<UInt8>) -> ColorImage {
    let (ink, paper) = (SIMD4<Int>(truncatingIfNeeded: ink), SIMD4<Int>(truncatingIfNeeded: paper))
    var values: [UInt8] = []
    values.reserveCapacity(pixels.count * 4)
    for coverage in pixels {
      let share = Int(coverage)
      let mixed = (ink &* share &+ paper &* (255 - share) &+ 127) / 255
      for channel in 0..<4 { values.append(UInt8(mixed[channel])) }
    }
    return ColorImage(width: width, height: height, pixels: values)
  }
}
