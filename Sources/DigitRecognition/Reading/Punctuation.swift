/// A mark between two digits, told by its size and place.
struct Punctuation {
  /// The point, comma, dash or slash.
  let character: Character

  /// The mark in `box`; `nil` when it is a blot.
  init?(_ box: PixelBox, between left: PixelBox, and right: PixelBox) {
    let height = Double(left.height + right.height) / 2
    let top = Double(left.y + right.y) / 2
    let middle = (Double(box.y) + Double(box.height) / 2 - top) / height
    let tall = Double(box.height) / height
    let wide = Double(box.width) / height
    guard (-0.3...1.5).contains(middle) else { return nil }
    if tall > 0.7, tall > wide {
      character = "/"
    } else if wide > 1.8 * tall, (0.2...0.8).contains(middle), wide > 0.15 {
      character = "-"
    } else if middle > 0.65, max(tall, wide) < 0.5 {
      character = tall > 1.4 * wide && tall > 0.2 ? "," : "."
    } else if (0.3...0.65).contains(middle), (0.06...0.3).contains(max(tall, wide)) {
      // A decimal point raised to the middle of the line, as many hands write it.
      character = "."
    } else {
      return nil
    }
  }
}
