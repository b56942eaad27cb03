extension DigitStyle {
  /// The styles of the digits 5 to 9.
  static let highStyles: [DigitStyle] = [
    DigitStyle(
      5, "in two strokes",
      Stroke(11, 3, 7, 43, 7, 43, 28, 37, 49, 47, 54, 70, 39, 95, 16, 99, 0, 90),
      Stroke(11, 3, 56, 1)),
    DigitStyle(
      5, "in one stroke",
      Stroke(58, 2, 15, 4, 15, 4, 8, 46, 8, 46, 29, 41, 48, 52, 50, 76, 33, 97, 11, 99, 0, 93)),
    DigitStyle(
      5, "flowing", Stroke(57, 2, 34, 3, 19, 9, 13, 36, 30, 47, 46, 62, 43, 87, 22, 100, 0, 92)),
    DigitStyle(
      5, "with lifted bar",
      Stroke(14, 8, 10, 45, 10, 45, 32, 42, 48, 54, 48, 78, 30, 97, 2, 95), Stroke(16, 4, 62, 0)),

    DigitStyle(
      6, "straight",
      Stroke(41, 0, 18, 30, 4, 66, 13, 94, 32, 99, 48, 83, 43, 63, 26, 58, 8, 72)),
    DigitStyle(
      6, "curled",
      Stroke(52, 7, 34, 2, 12, 27, 2, 64, 14, 96, 38, 97, 53, 78, 43, 58, 23, 58, 5, 75)),
    DigitStyle(
      6, "with small bowl",
      Stroke(34, 0, 15, 32, 5, 68, 12, 96, 32, 99, 43, 84, 36, 69, 20, 71, 8, 86)),
    DigitStyle(
      6, "closed",
      Stroke(44, 1, 20, 20, 5, 52, 6, 84, 24, 100, 47, 92, 54, 72, 41, 55, 21, 56, 7, 68)),

    DigitStyle(7, "plain", Stroke(2, 5, 54, 3, 54, 3, 40, 40, 26, 100)),
    DigitStyle(
      7, "barred", Stroke(2, 5, 28, 5, 56, 2, 56, 2, 38, 44, 26, 100), Stroke(14, 51, 56, 47)),
    DigitStyle(7, "curved", Stroke(1, 12, 14, 4, 34, 6, 56, 2, 56, 2, 36, 42, 30, 100)),
    DigitStyle(7, "with serif", Stroke(4, 20, 6, 4, 6, 4, 56, 3, 56, 3, 38, 46, 28, 100)),
    DigitStyle(
      7, "rounded", Stroke(2, 8, 24, 3, 44, 3, 53, 10, 46, 34, 34, 62, 26, 100)),

    DigitStyle(
      8, "from the right",
      Stroke(
        47, 12, 29, 0, 10, 11, 14, 34, 34, 52, 49, 77, 32, 100, 9, 89, 11, 67, 33, 46, 49, 25, 45, 9
      )),
    DigitStyle(
      8, "two rings",
      Stroke(30, 0, 12, 9, 11, 33, 30, 46, 48, 33, 46, 9, 29, 0),
      Stroke(30, 46, 7, 59, 6, 88, 29, 100, 53, 88, 52, 59, 30, 46)),
    DigitStyle(
      8, "open at the top",
      Stroke(50, 8, 26, 2, 10, 17, 22, 41, 42, 60, 46, 86, 26, 100, 6, 86, 16, 60, 42, 34, 53, 9)),
    DigitStyle(
      8, "from the left",
      Stroke(10, 14, 28, 0, 47, 10, 44, 32, 26, 52, 8, 76, 24, 100, 48, 90, 47, 67, 27, 46, 11, 28, 9, 12)
    ),

    DigitStyle(
      9, "straight",
      Stroke(50, 12, 31, 1, 9, 13, 5, 37, 22, 48, 42, 36, 52, 8, 52, 8, 50, 50, 46, 100)),
    DigitStyle(
      9, "curled",
      Stroke(52, 20, 37, 1, 13, 8, 5, 34, 21, 48, 43, 36, 52, 18, 53, 48, 45, 84, 26, 100, 6, 91)),
    DigitStyle(
      9, "slanted",
      Stroke(52, 14, 34, 1, 12, 16, 11, 39, 28, 45, 46, 30, 53, 12, 53, 12, 44, 52, 30, 100)),
    DigitStyle(
      9, "with round head",
      Stroke(
        46, 6, 24, 2, 6, 18, 10, 42, 32, 48, 50, 30, 46, 6, 46, 6, 52, 34, 46, 70, 38, 100)),
  ]
}
