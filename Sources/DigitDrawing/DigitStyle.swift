/// One way of writing a digit: its strokes as people learn them, before any hand varies them.
public struct DigitStyle: Hashable, Sendable {
  /// The digit, 0 to 9.
  public let digit: Int
  /// What sets this style apart from the digit's others, for example "open" for a 4.
  public let name: String
  let strokes: [Stroke]

  init(_ digit: Int, _ name: String, _ strokes: Stroke...) {
    self.digit = digit
    self.name = name
    self.strokes = strokes
  }

  /// All ways of writing `digit`, from 0 to 9.
  public static func styles(of digit: Int) -> [DigitStyle] {
    precondition((0...9).contains(digit), "\(digit) is not a digit")
    return all.filter { $0.digit == digit }
  }

  /// One of the ways of writing `digit`, each as likely as the others.
  public static func random(
    of digit: Int, using generator: inout some RandomNumberGenerator
  ) -> DigitStyle {
    let styles = styles(of: digit)
    return styles[Int(generator.unit() * Double(styles.count))]
  }

  /// Every style of every digit, in the digits' order.
  public static let all: [DigitStyle] = lowStyles + highStyles
}
