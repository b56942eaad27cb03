public import DigitData

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How far a digit leans to the right, in degrees from upright.
public enum Slant {
  /// The angle of a line that goes `slope` columns to the right for each row up.
  public static func degrees(slope: Double) -> Double { atan(slope) * 180 / .pi }

  /// Columns to the right for each row up of a line at this angle.
  public static func slope(degrees: Double) -> Double { tan(degrees * .pi / 180) }

  /// What the moments of its ink say of a picture's slant.
  public static func byMoments(_ image: GrayImage) -> Double {
    degrees(slope: InkMoments(image).slope)
  }
}

extension GrayImage {
  /// The digit leaning further to the right by `slope`, framed as MNIST frames digits.
  func leaning(by slope: Double) -> GrayImage {
    // Room for corners that a steep shear moves out of the frame.
    let margin = width / 2
    let side = [UInt8](repeating: 0, count: margin)
    let rows = (0..<height).flatMap { side + pixels[$0 * width..<($0 + 1) * width] + side }
    let wide = GrayImage(width: width + 2 * margin, height: height, pixels: rows)
    let sheared = wide.sheared(slope: Float(slope), about: Float(InkMoments(self).row))
    guard let box = sheared.inkBox else { return self }
    let ink = sheared.cropped(to: box).pixels
    return GrayImage(
      width: NormalizedDigit.side, height: NormalizedDigit.side,
      pixels: MNISTFrame.frame(ink, width: box.width, height: box.height))
  }

  /// The tight box around all that is not background.
  private var inkBox: PixelBox? {
    var (left, right, top, bottom) = (width, -1, height, -1)
    for y in 0..<height {
      let row = pixels[y * width..<(y + 1) * width]
      guard let first = row.firstIndex(where: { $0 > 0 }),
        let last = row.lastIndex(where: { $0 > 0 })
      else { continue }
      (left, right) = (min(left, first - y * width), max(right, last - y * width))
      (top, bottom) = (min(top, y), y)
    }
    guard bottom >= top else { return nil }
    return PixelBox(x: left, y: top, width: right - left + 1, height: bottom - top + 1)
  }
}
