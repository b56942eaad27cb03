extension DigitStyle {
  /// The styles of the digits 0 to 4.
  static let lowStyles: [DigitStyle] = [
    DigitStyle(
      0, "oval",
      Stroke(32, 0, 13, 14, 3, 50, 13, 88, 31, 100, 50, 86, 58, 50, 49, 14, 31, 0, 22, 4)),
    DigitStyle(
      0, "round",
      Stroke(38, 2, 14, 12, 2, 48, 14, 88, 40, 99, 66, 84, 74, 48, 60, 12, 38, 2)),
    DigitStyle(
      0, "overlapping",
      Stroke(42, 8, 22, 5, 6, 32, 4, 68, 19, 98, 42, 94, 57, 62, 54, 24, 37, 1, 20, 10)),
    DigitStyle(
      0, "slender",
      Stroke(34, 0, 20, 12, 8, 48, 8, 86, 20, 100, 36, 88, 46, 52, 44, 14, 33, 0)),

    DigitStyle(1, "plain", Stroke(31, 0, 30, 50, 29, 100)),
    DigitStyle(1, "hooked", Stroke(12, 22, 24, 13, 33, 0, 33, 0, 32, 50, 31, 100)),
    DigitStyle(
      1, "hooked with foot",
      Stroke(11, 20, 23, 12, 32, 0, 32, 0, 31, 98), Stroke(8, 99, 54, 98)),
    DigitStyle(1, "bent", Stroke(36, 0, 31, 34, 29, 72, 31, 100)),

    DigitStyle(
      2, "cornered",
      Stroke(4, 22, 14, 6, 32, 0, 51, 9, 54, 28, 43, 54, 20, 82, 2, 98, 2, 98, 30, 97, 60, 96)),
    DigitStyle(
      2, "looped",
      Stroke(
        5, 20, 19, 3, 41, 2, 54, 20, 46, 48, 27, 80, 12, 96, 2, 94, 6, 83, 24, 85, 42, 98, 64, 93)),
    DigitStyle(
      2, "swan",
      Stroke(4, 24, 19, 3, 44, 3, 52, 26, 36, 62, 3, 97, 3, 97, 23, 88, 42, 96, 62, 88)),
    DigitStyle(
      2, "flat", Stroke(3, 12, 24, 2, 47, 6, 52, 24, 33, 58, 0, 95, 0, 95, 30, 96, 66, 99)),

    DigitStyle(
      3, "round",
      Stroke(
        4, 14, 24, 0, 46, 7, 49, 27, 36, 43, 20, 47, 20, 47, 44, 52, 56, 70, 46, 92, 23, 100, 0, 90)
    ),
    DigitStyle(
      3, "flowing",
      Stroke(4, 16, 25, 0, 48, 13, 40, 36, 24, 46, 40, 52, 55, 72, 40, 97, 16, 99, 0, 86)),
    DigitStyle(
      3, "flat-topped",
      Stroke(4, 3, 50, 2, 50, 2, 24, 40, 24, 40, 46, 47, 55, 70, 40, 95, 17, 99, 0, 89)),
    DigitStyle(
      3, "looped",
      Stroke(
        5, 12, 26, 0, 49, 12, 43, 35, 26, 47, 18, 48, 22, 42, 38, 48, 55, 70, 42, 95, 18, 99, 1, 87)
    ),

    DigitStyle(
      4, "open",
      Stroke(10, 2, 5, 30, 5, 50, 18, 56, 38, 53, 60, 47), Stroke(54, 2, 47, 50, 42, 100)),
    DigitStyle(
      4, "open angular", Stroke(14, 4, 4, 52, 4, 52, 60, 50), Stroke(46, 10, 43, 55, 42, 100)),
    DigitStyle(
      4, "closed", Stroke(42, 0, 0, 66, 0, 66, 60, 65), Stroke(42, 0, 42, 50, 41, 100)),
    DigitStyle(
      4, "closed with short stem", Stroke(38, 0, 20, 32, 0, 60, 0, 60, 58, 57),
      Stroke(42, 30, 38, 100)),
    DigitStyle(
      4, "in one stroke",
      Stroke(6, 4, 2, 34, 12, 52, 34, 47, 52, 4, 52, 4, 47, 50, 43, 100)),
  ]
}
