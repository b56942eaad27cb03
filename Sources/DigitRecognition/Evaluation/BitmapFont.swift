import DigitData

/// Digits, a few signs, and the letters of TRUTH and READ, three pixels wide and five high, for
/// captions on pictures.
enum BitmapFont {
  /// The height of a letter at scale 1.
  static let height = 5
  /// From a letter to the next at scale 1.
  static let advance = width + 1
  private static let width = 3

  /// Five rows of three bits, top to bottom.
  private static let glyphs: [Character: [UInt8]] = [
    "0": [7, 5, 5, 5, 7], "1": [2, 6, 2, 2, 7], "2": [7, 1, 7, 4, 7], "3": [7, 1, 3, 1, 7],
    "4": [5, 5, 7, 1, 1], "5": [7, 4, 7, 1, 7], "6": [7, 4, 7, 5, 7], "7": [7, 1, 2, 2, 2],
    "8": [7, 5, 7, 5, 7], "9": [7, 5, 7, 1, 7], ">": [4, 2, 1, 2, 4], "%": [5, 1, 2, 4, 5],
    ".": [0, 0, 0, 0, 2], "-": [0, 0, 7, 0, 0], "/": [1, 1, 2, 4, 4],
    "A": [7, 5, 7, 5, 5], "D": [6, 5, 5, 5, 6], "E": [7, 4, 7, 4, 7], "H": [5, 5, 7, 5, 5],
    "R": [7, 5, 6, 5, 5], "T": [7, 2, 2, 2, 2], "U": [5, 5, 5, 5, 7],
  ]

  /// Writes in black; what does not fit or is not in the font is left out.
  static func write(_ text: String, on image: inout GrayImage, x: Int, y: Int, scale: Int) {
    let (width, height) = (image.width, image.height)
    forEachPixel(of: text, scale: scale) { column, row in
      let (px, py) = (x + column, y + row)
      if px < width && py < height { image[px, py] = 0 }
    }
  }

  /// Calls `draw` with the column and the row of every pixel of `text`.
  static func forEachPixel(of text: String, scale: Int, draw: (_ x: Int, _ y: Int) -> Void) {
    for (position, character) in text.enumerated() {
      guard let rows = glyphs[character] else { continue }
      for row in 0..<height * scale {
        for column in 0..<width * scale
        where rows[row / scale] & (4 >> UInt8(column / scale)) != 0 {
          draw(position * advance * scale + column, row)
        }
      }
    }
  }
}
