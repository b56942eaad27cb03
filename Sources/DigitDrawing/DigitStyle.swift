/// One way of writing a digit: its strokes as people learn them, before any hand varies them.
package struct DigitStyle: Hashable, Sendable {
  /// The digit, 0 to 9.
  package let digit: Int
  /// The name that sets this style apart from the digit's others, for example "open" for a 4.
  package let name: String
  let strokes: [Stroke]

  init(_ digit: Int, _ name: String, _ strokes: Stroke...) {
    self.digit = digit
    self.name = name
    self.strokes = strokes
  }

  /// All ways of writing `digit`, from 0 to 9.
  package static func styles(of digit: Int) -> [DigitStyle] {
    precondition((0...9).contains(digit), "\(digit) is not a digit")
    return all.filter { $0.digit == digit }
  }

  /// One of the ways of writing `digit`, each as likely as the others.
  package static func random(
    of digit: Int, using generator: inout some RandomNumberGenerator
  ) -> DigitStyle {
    let styles = styles(of: digit)
    return styles[Int(generator.unit() * Double(styles.count))]
  }

  /// Every style of every digit, in the digits' order.
  package static let all: [DigitStyle] = lowStyles + highStyles
}

// MARK: - Styles

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
    DigitStyle(1, "hooked", Stroke(16, 20, 25, 12, 33, 0, 33, 0, 32, 50, 31, 100)),
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
      Stroke(
        10, 14, 28, 0, 47, 10, 44, 32, 26, 52, 8, 76, 24, 100, 48, 90, 47, 67, 27, 46, 11, 28, 9, 12
      )
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
