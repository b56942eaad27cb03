import DigitRecognition

/// The output of `read` for one image.
struct ReadingReport: AnswerReport {
  private let file: String
  let text: String
  private let confidence: Double
  private let lines: [Line]
  private let notes: [String]?

  private struct Line: Encodable {
    let text: String
    let confidence: Double
    let box: [Int]
    let words: [Word]
    let digits: [Digit]
  }

  private struct Word: Encodable {
    let text: String
    let confidence: Double
    let box: [Int]
  }

  private struct Digit: Encodable {
    let digit: Int
    let confidence: Double
    let box: [Int]
    let alternatives: [Guess]
  }

  private struct Guess: Encodable {
    let digit: Int
    let confidence: Double

    init(_ guess: Reading.Guess) {
      digit = guess.digit
      confidence = ReadingReport.rounded(guess.confidence)
    }
  }

  init(file: String, _ reading: Reading) {
    self.file = file
    notes = reading.notes.orNil
    text = reading.text
    confidence = Self.rounded(reading.confidence)
    lines = reading.lines.map { line in
      Line(
        text: line.text, confidence: Self.rounded(line.confidence), box: line.box.numbers,
        words: line.words.map {
          Word(text: $0.text, confidence: Self.rounded($0.confidence), box: $0.box.numbers)
        },
        digits: line.digits.map {
          Digit(
            digit: $0.digit, confidence: Self.rounded($0.confidence), box: $0.box.numbers,
            alternatives: $0.guesses.dropFirst().map(Guess.init))
        })
    }
  }

  private static func rounded(_ value: Float) -> Double {
    DigitRecognition.rounded(Double(value), places: 6)
  }
}

extension PixelBox {
  /// The box as JSON has it: x, y, width, height.
  fileprivate var numbers: [Int] { [x, y, width, height] }
}
