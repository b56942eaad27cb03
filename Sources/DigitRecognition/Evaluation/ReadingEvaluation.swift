package import DigitData
package import RecognizerFileIO

/// The accuracy of reading whole lines and pages: exact matches and wrong digits.
///
/// Compared are the digits line by line. Spaces and marks do not count, as people set them
/// differently.
package struct ReadingEvaluation: Sendable {
  /// A picture that was not read exactly.
  package struct Mistake: Hashable, Sendable, Encodable {
    /// The picture's name.
    package let file: String
    /// The text in the picture.
    package let truth: String
    /// The text that was read.
    package let text: String

    /// The truth and what was read, digits only, a slash between lines.
    package var comparison: (truth: String, text: String) {
      let texts = [truth, text].map { text in
        String(ReadingEvaluation.digitsByLine(text).map { $0 == "\n" ? "/" : $0 })
      }
      return (texts[0], texts[1])
    }
  }

  /// The number of pictures.
  package private(set) var count = 0
  /// The number of pictures that were read exactly.
  package private(set) var exact = 0
  /// The number of digits in all pictures.
  package private(set) var digits = 0
  /// The digits to insert, delete or replace until all readings are right.
  package private(set) var wrongDigits = 0
  /// Pictures in which no digit was found, by reason.
  package private(set) var rejected: [String: Int] = [:]
  /// The pictures that were not read exactly, in their order.
  package private(set) var mistakes: [Mistake] = []
  /// Each picture's confidence, and whether it was read exactly.
  private var answers: [(confidence: Double, isRight: Bool)] = []

  /// Reads the pictures of `table` in the folder at `path`.
  ///
  /// - Parameter failed: receives the error of a picture that cannot be read; it counts as not
  ///   read.
  package init(
    _ reader: Reader, on table: TruthTable, in path: String, failed: (FileError) -> Void
  ) {
    for entry in table.entries {
      do throws(FileError) {
        let reading = try reader.read(contentsOf: Folder.join(path, entry.file))
        add(
          entry, text: reading.text, confidence: Double(reading.confidence),
          rejection: reading.rejection)
      } catch {
        failed(error)
        add(entry, text: "", confidence: 0, rejection: "unreadable")
      }
    }
  }

  /// Measures texts against what is written: the truth, what was read, and its confidence.
  package init(_ texts: [(truth: String, text: String, confidence: Double)]) {
    for (truth, text, confidence) in texts {
      add(
        TruthTable.Entry(file: "", text: truth), text: text, confidence: confidence, rejection: nil)
    }
  }

  /// The fraction of pictures that were read exactly.
  package var exactRate: Double { Double(exact) / Double(max(count, 1)) }
  /// The 95 % interval of ``exactRate``.
  package var exactInterval: ClosedRange<Double> { wilsonInterval(exactRate, count: count) }
  /// The wrong digits for each digit that is written.
  package var digitErrorRate: Double { Double(wrongDigits) / Double(max(digits, 1)) }
  /// The 95 % interval of ``digitErrorRate``.
  package var digitErrorInterval: ClosedRange<Double> {
    wilsonInterval(min(1, digitErrorRate), count: digits)
  }

  /// The share read exactly against the share of pictures that are answered.
  package var curve: AccuracyCurve { AccuracyCurve(answers) }
  /// The expected calibration error of the confidences, as ``Evaluation/calibrationError``.
  package var calibrationError: Double { calibration.error }
  /// The share read exactly by confidence, least confident first.
  package var reliability: [Evaluation.ReliabilityPoint] { calibration.points }

  // MARK: - Implementation

  private var calibration: CalibrationBins {
    var bins = CalibrationBins()
    for answer in answers { bins.add(answer.confidence, isRight: answer.isRight) }
    return bins
  }

  private mutating func add(
    _ entry: TruthTable.Entry, text: String, confidence: Double, rejection: String?
  ) {
    let (truth, read) = (Self.digitsByLine(entry.text), Self.digitsByLine(text))
    count += 1
    digits += truth.count { $0 != "\n" }
    if let rejection { rejected[rejection, default: 0] += 1 }
    answers.append((confidence, truth == read))
    if truth == read {
      exact += 1
    } else {
      wrongDigits += editDistance(truth.filter { $0 != "\n" }, read.filter { $0 != "\n" })
      mistakes.append(Mistake(file: entry.file, truth: entry.text, text: text))
    }
  }

  fileprivate static func digitsByLine(_ text: String) -> [Character] {
    text.filter { $0 == "\n" || ("0"..."9").contains($0) }.map { $0 }
  }
}

/// The fewest insertions, deletions and replacements that turn one sequence into another.
func editDistance<Element: Equatable>(_ source: [Element], _ target: [Element]) -> Int {
  var previous = Array(0...target.count)
  for (row, element) in source.enumerated() {
    var current = [row + 1]
    for (column, other) in target.enumerated() {
      current.append(
        min(
          previous[column] + (element == other ? 0 : 1), previous[column + 1] + 1,
          current[column] + 1))
    }
    previous = current
  }
  return previous[target.count]
}
