package import DigitData

extension GrayImage {
  /// Draws bright ink dark on this sheet, each pixel a square of `scale` pixels, its top left corner
  /// at (`x`, `y`).
  package mutating func drawInverted(_ image: GrayImage, x left: Int, y top: Int, scale: Int) {
    for y in 0..<image.height * scale {
      for x in 0..<image.width * scale {
        self[left + x, top + y] = 255 - image[x / scale, y / scale]
      }
    }
  }
}
