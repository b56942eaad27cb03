import DigitData

/// Draws what was read where: a box around each digit, and above it the digit and its confidence.
enum AnnotatedPicture {
  /// Digits are shown at least this high, in pixels: smaller pictures are enlarged.
  private static let leastDigit = 72
  /// Enlarged pictures have no more pixels than this.
  private static let mostPixels = 24 << 20

  /// `image`, paled and enlarged if its digits are small, with the boxes, the digits and their
  /// confidence in per cent; green from 90 on, orange from 60 on, red below.
  static func draw(_ reading: Reading, on image: GrayImage) -> ColorImage {
    let digits = reading.lines.flatMap(\.digits)
    let factor = enlargement(of: image, digits)
    var canvas = Canvas(image, factor: factor)
    for digit in digits { canvas.frame(digit.box, color: color(digit.confidence)) }
    for digit in digits { canvas.label(digit, color: color(digit.confidence)) }
    return canvas.picture
  }

  private static func enlargement(of image: GrayImage, _ digits: [Reading.Digit]) -> Int {
    let heights = digits.map(\.box.height).sorted()
    guard !heights.isEmpty else { return 1 }
    let wanted = (leastDigit + heights[heights.count / 2] - 1) / max(heights[heights.count / 2], 1)
    var factor = max(1, min(wanted, 10))
    while factor > 1, image.width * image.height * factor * factor > mostPixels { factor -= 1 }
    return factor
  }

  private static func color(_ confidence: Float) -> SIMD3<UInt8> {
    confidence >= 0.9
      ? SIMD3(0, 130, 60) : confidence >= 0.6 ? SIMD3(215, 110, 0) : SIMD3(210, 0, 30)
  }
}
