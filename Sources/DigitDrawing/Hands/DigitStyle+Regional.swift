extension DigitStyle {
  /// Ways of writing digits that are rare in MNIST and usual elsewhere.
  package static let regional: [DigitStyle] = [
    DigitStyle(
      0, "closed with a hook",
      Stroke(30, 0, 8, 16, 2, 54, 16, 94, 40, 98, 60, 60, 54, 18, 30, 2, 18, 14)),
    DigitStyle(
      0, "wide", Stroke(44, 0, 10, 16, 2, 54, 20, 92, 50, 99, 82, 76, 88, 40, 70, 8, 42, 1)),
    DigitStyle(
      0, "slashed",
      Stroke(38, 2, 14, 12, 2, 48, 14, 88, 40, 99, 66, 84, 74, 48, 60, 12, 38, 2),
      Stroke(12, 86, 64, 14)),
    DigitStyle(1, "long up-stroke", Stroke(0, 52, 20, 28, 38, 0, 38, 0, 38, 100)),
    DigitStyle(1, "longest up-stroke", Stroke(0, 84, 18, 40, 30, 0, 30, 0, 31, 100)),
    DigitStyle(1, "short flag", Stroke(4, 22, 18, 14, 28, 0, 28, 0, 28, 100)),
    DigitStyle(
      1, "flag and foot", Stroke(0, 34, 16, 20, 30, 0, 30, 0, 30, 98), Stroke(6, 99, 56, 99)),
    DigitStyle(1, "foot alone", Stroke(28, 0, 28, 98), Stroke(4, 99, 54, 98)),
    DigitStyle(
      2, "with a small loop",
      Stroke(6, 18, 20, 2, 44, 4, 52, 24, 38, 60, 10, 92, 4, 84, 14, 80, 30, 94, 62, 96)),
    DigitStyle(
      2, "round and low", Stroke(0, 30, 16, 6, 48, 2, 66, 22, 52, 54, 4, 98, 4, 98, 40, 94, 80, 97)),
    DigitStyle(
      3, "sharp", Stroke(4, 2, 52, 2, 52, 2, 22, 42, 22, 42, 54, 54, 56, 82, 28, 100, 0, 92)),
    DigitStyle(
      4, "with a crossing stem", Stroke(40, 0, 18, 34, 0, 66, 0, 66, 64, 64),
      Stroke(44, 40, 40, 100)),
    DigitStyle(4, "like a lightning", Stroke(30, 0, 2, 60, 2, 60, 66, 56), Stroke(52, 28, 34, 100)),
    DigitStyle(4, "square", Stroke(2, 0, 2, 46, 2, 46, 60, 46), Stroke(56, 0, 56, 100)),
    DigitStyle(4, "low bar", Stroke(38, 0, 0, 76, 0, 76, 58, 76), Stroke(40, 46, 40, 100)),
    DigitStyle(
      5, "angular", Stroke(54, 0, 8, 0, 8, 0, 6, 44, 6, 44, 40, 40, 54, 66, 44, 94, 2, 98)),
    DigitStyle(
      5, "round with hat apart", Stroke(10, 12, 6, 46, 6, 46, 36, 40, 54, 62, 44, 92, 6, 98),
      Stroke(14, 0, 60, 2)),
    DigitStyle(6, "tiny loop", Stroke(34, 0, 14, 34, 3, 76, 12, 98, 30, 97, 36, 84, 26, 76, 8, 86)),
    DigitStyle(
      6, "upright with tiny loop",
      Stroke(14, 0, 6, 40, 4, 82, 16, 99, 34, 94, 36, 78, 22, 72, 6, 82)),
    DigitStyle(
      6, "big loop", Stroke(46, 2, 22, 12, 4, 50, 8, 88, 34, 100, 56, 82, 52, 50, 28, 40, 6, 58)),
    DigitStyle(7, "barred", Stroke(0, 4, 54, 2, 54, 2, 38, 46, 24, 100), Stroke(16, 50, 56, 48)),
    DigitStyle(
      7, "barred with serif", Stroke(4, 20, 4, 4, 4, 4, 58, 2, 58, 2, 40, 48, 30, 100),
      Stroke(20, 50, 60, 50)),
    DigitStyle(
      7, "wavy top", Stroke(2, 14, 10, 2, 28, 10, 48, 2, 58, 4, 58, 4, 38, 50, 28, 100),
      Stroke(20, 52, 58, 48)),
    DigitStyle(7, "upright", Stroke(0, 2, 50, 2, 50, 2, 46, 50, 44, 100)),
    DigitStyle(
      8, "small on large", Stroke(30, 0, 18, 10, 18, 28, 30, 38, 44, 28, 44, 10, 30, 0),
      Stroke(30, 38, 6, 54, 4, 84, 28, 100, 56, 88, 56, 56, 30, 38)),
    DigitStyle(
      8, "large on small",
      Stroke(
        48, 14, 28, 0, 6, 18, 16, 46, 38, 66, 42, 88, 26, 100, 12, 88, 18, 66, 44, 44, 54, 22, 46,
        12)),
    DigitStyle(
      9, "with a long curl",
      Stroke(54, 16, 36, 0, 10, 10, 6, 36, 26, 46, 48, 32, 54, 14, 56, 56, 46, 92, 20, 100, 0, 84)),
    DigitStyle(
      9, "with a hook",
      Stroke(50, 20, 34, 2, 12, 12, 10, 34, 28, 44, 46, 30, 50, 10, 52, 70, 44, 96, 26, 98)),
    DigitStyle(
      9, "small head",
      Stroke(46, 10, 30, 0, 16, 10, 16, 26, 28, 34, 44, 24, 47, 6, 47, 6, 46, 60, 44, 100)),
  ]

  /// A style of `digit` from all that are known.
  package static func worldwide(
    of digit: Int, using generator: inout some RandomNumberGenerator
  ) -> DigitStyle {
    let known = styles(of: digit) + regional.filter { $0.digit == digit }
    return known[Int(generator.unit() * Double(known.count))]
  }
}

extension DigitDrawing {
  /// A digit in a random style of any region, by a hand with a pen from a needle to a marker.
  package static func worldwide(
    _ digit: Int, using generator: inout some RandomNumberGenerator
  ) -> DigitDrawing {
    let style = DigitStyle.worldwide(of: digit, using: &generator)
    var hand = Handwriting(using: &generator)
    hand.penWidth = 0.018 + 0.16 * generator.unit() * (0.4 + 0.6 * generator.unit())
    return DigitDrawing(style, hand: hand, using: &generator)
  }
}
