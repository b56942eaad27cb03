/// The digits of an image: lines in reading order.
public struct Reading: Hashable, Sendable {
  /// A digit and its probability.
  public struct Guess: Hashable, Sendable {
    /// The digit, 0 to 9.
    public let digit: Int
    /// The probability that this digit stands there.
    public let confidence: Float
  }

  /// One digit that was read.
  public struct Digit: Hashable, Sendable {
    /// The candidates, the most probable first; never empty.
    public let guesses: [Guess]
    /// The rectangle around its ink, in pixels of the image.
    public let box: PixelBox

    /// The digit, 0 to 9.
    public var digit: Int { guesses[0].digit }
    /// The probability that it is right.
    public var confidence: Float { guesses[0].confidence }
  }

  /// Digits without a wide gap between them.
  public struct Word: Hashable, Sendable {
    /// The digits and, if asked for, the points, commas, dashes and slashes between them.
    public let text: String
    /// The digits from left to right; never empty.
    public let digits: [Digit]
    /// The probability that every digit is right and none is missing.
    public let confidence: Float
  }

  /// One line of writing.
  public struct Line: Hashable, Sendable {
    /// The words from left to right; never empty.
    public let words: [Word]
  }

  /// The lines in the order in which a person reads them.
  public let lines: [Line]
  /// The size of the picture that was read: its columns.
  package let width: Int
  /// The size of the picture that was read: its rows.
  package let height: Int
  /// Whether there is any ink.
  let hasInk: Bool
  /// Remarks worth showing to the user, such as that the picture was turned, one clause each.
  package internal(set) var notes: [String] = []

  /// Why there is no digit; `nil` when there is one.
  package var rejection: String? { lines.isEmpty ? hasInk ? "not-a-digit" : "blank" : nil }

  /// All that was read: words with spaces, lines with newlines between them.
  public var text: String { lines.map(\.text).joined(separator: "\n") }
  /// The probability that every digit is right; 0 when there is none.
  public var confidence: Float {
    lines.isEmpty ? 0 : lines.reduce(1) { $0 * $1.confidence }
  }
}

extension Reading.Word {
  /// The rectangle around its digits, in pixels of the image.
  public var box: PixelBox { digits.dropFirst().reduce(digits[0].box) { $0.union($1.box) } }
}

extension Reading.Line {
  /// The words with a space between them.
  public var text: String { words.map(\.text).joined(separator: " ") }
  /// The probability that every digit is right and none is missing.
  public var confidence: Float { words.reduce(1) { $0 * $1.confidence } }
  /// The rectangle around its digits, in pixels of the image.
  public var box: PixelBox { words.dropFirst().reduce(words[0].box) { $0.union($1.box) } }
  /// The digits from left to right.
  package var digits: [Reading.Digit] { words.flatMap(\.digits) }
}
