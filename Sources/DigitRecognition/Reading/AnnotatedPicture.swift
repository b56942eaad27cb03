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

/// A picture in colour on which boxes and captions are drawn.
private struct Canvas {
  private let width: Int
  private let height: Int
  private let factor: Int
  private var pixels: [UInt8]

  init(_ image: GrayImage, factor: Int) {
    (width, height) = (image.width * factor, image.height * factor)
    self.factor = factor
    pixels = Array(repeating: 255, count: width * height * 4)
    for y in 0..<height {
      for x in 0..<width {
        let gray = image[x / factor, y / factor]
        for channel in 0..<3 { pixels[(y * width + x) * 4 + channel] = gray }
      }
    }
  }

  var picture: ColorImage { ColorImage(width: width, height: height, pixels: pixels) }

  private mutating func set(_ x: Int, _ y: Int, _ color: SIMD3<UInt8>) {
    guard x >= 0, y >= 0, x < width, y < height else { return }
    for channel in 0..<3 { pixels[(y * width + x) * 4 + channel] = color[channel] }
  }

  private mutating func fill(_ columns: Range<Int>, _ rows: Range<Int>, _ color: SIMD3<UInt8>) {
    for y in rows { for x in columns { set(x, y, color) } }
  }

  mutating func frame(_ box: PixelBox, color: SIMD3<UInt8>) {
    let line = max(1, box.height * factor / 60)
    let (left, top) = (box.x * factor - line, box.y * factor - line)
    let (right, bottom) = ((box.x + box.width) * factor, (box.y + box.height) * factor)
    fill(left..<right + line, top..<top + line, color)
    fill(left..<right + line, bottom..<bottom + line, color)
    fill(left..<left + line, top..<bottom, color)
    fill(right..<right + line, top..<bottom, color)
  }

  /// The digit and its confidence on a white ground above the box, or inside where there is no room.
  mutating func label(_ digit: Reading.Digit, color: SIMD3<UInt8>) {
    let large = max(2, digit.box.height * factor / 22)
    let small = max(1, large / 2)
    let share = String(Int((digit.confidence * 100).rounded()))
    let text = String(digit.digit)
    let textWidth = BitmapFont.advance * large
    let size = (
      width: textWidth + share.count * BitmapFont.advance * small + small,
      height: (BitmapFont.height + 1) * large
    )
    let left = max(0, min(digit.box.x * factor, width - size.width))
    let top = max(0, digit.box.y * factor - size.height - large / 2)
    fill(left..<left + size.width, top..<top + size.height, SIMD3(255, 255, 255))
    BitmapFont.forEachPixel(of: text, scale: large) { x, y in
      set(left + x + small, top + y + large / 2, color)
    }
    let down = (BitmapFont.height * large - BitmapFont.height * small)
    BitmapFont.forEachPixel(of: share, scale: small) { x, y in
      set(left + textWidth + x + small, top + y + large / 2 + down, color)
    }
  }
}
