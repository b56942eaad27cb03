/// Renders a small grey image as text for a terminal.
package enum DigitPreview {
  /// One character for two pixels, one above the other: half as many lines as rows.
  ///
  /// - Parameters:
  ///   - pixels: bytes, row-major; the number of rows is even.
  ///   - width: pixels per row.
  ///   - isColored: whether escape sequences for the 24 greys of a 256-colour terminal may be
  ///     used; without them five shades stand for the mean of the two pixels.
  package static func text(_ pixels: [UInt8], width: Int = 28, isColored: Bool) -> String {
    var text = ""
    for row in stride(from: 0, to: pixels.count / width - 1, by: 2) {
      for column in 0..<width {
        let upper = pixels[row * width + column]
        let lower = pixels[(row + 1) * width + column]
        text += isColored ? halfBlock(upper, lower) : shade(upper, lower)
      }
      text += isColored ? "\u{1B}[0m\n" : "\n"
    }
    return text
  }

  /// The upper half in the foreground's grey, the lower in the background's.
  private static func halfBlock(_ upper: UInt8, _ lower: UInt8) -> String {
    "\u{1B}[38;5;\(gray(upper))m\u{1B}[48;5;\(gray(lower))m\u{2580}"
  }

  /// Colours 232 to 255 of a 256-colour terminal are greys.
  private static func gray(_ value: UInt8) -> Int { 232 + Int(value) * 23 / 255 }

  private static func shade(_ upper: UInt8, _ lower: UInt8) -> String {
    let shades = [" ", ".", "+", "*", "#"]
    return shades[(Int(upper) + Int(lower)) * (shades.count - 1) / 510]
  }
}
