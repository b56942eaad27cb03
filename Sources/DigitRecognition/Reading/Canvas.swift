import DigitData

/// A picture in colour on which boxes and captions are drawn.
struct Canvas {
  private let width: Int
  private let height: Int
  private let factor: Int
  private var pixels: [UInt8]

  /// A white picture.
  init(width: Int, height: Int) {
    (self.width, self.height, factor) = (width, height, 1)
    pixels = Array(repeating: 255, count: width * height * 4)
  }

  /// `image`, each pixel a square of `factor` pixels; boxes are in units of the image.
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

  /// The picture as it is now.
  var picture: ColorImage { ColorImage(width: width, height: height, pixels: pixels) }

  private mutating func set(_ x: Int, _ y: Int, _ color: SIMD3<UInt8>) {
    guard x >= 0, y >= 0, x < width, y < height else { return }
    for channel in 0..<3 { pixels[(y * width + x) * 4 + channel] = color[channel] }
  }

  private mutating func fill(_ columns: Range<Int>, _ rows: Range<Int>, _ color: SIMD3<UInt8>) {
    for y in rows { for x in columns { set(x, y, color) } }
  }

  /// Copies `image` to where its top left corner is at (`x`, `y`).
  mutating func paste(_ image: ColorImage, x left: Int, y top: Int) {
    for y in 0..<min(image.height, height - top) {
      let (own, other) = (((top + y) * width + left) * 4, y * image.width * 4)
      let count = 4 * max(0, min(image.width, width - left))
      pixels.replaceSubrange(own..<own + count, with: image.pixels[other..<other + count])
    }
  }

  /// Writes `text`, what the font has of it, with its top left corner at (`x`, `y`).
  mutating func write(_ text: String, x left: Int, y top: Int, scale: Int, color: SIMD3<UInt8>) {
    BitmapFont.forEachPixel(of: text, scale: scale) { x, y in set(left + x, top + y, color) }
  }

  /// Draws the outline of `box` around it.
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
    write(text, x: left + small, y: top + large / 2, scale: large, color: color)
    let down = (BitmapFont.height * large - BitmapFont.height * small)
    write(
      share, x: left + textWidth + small, y: top + large / 2 + down, scale: small, color: color)
  }
}
