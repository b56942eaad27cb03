import DigitRecognition

extension ReadingEvaluation {
  /// The evaluation as a page of text.
  ///
  /// - Parameter worst: how many mistakes are listed.
  func text(worst: Int = 20) -> String {
    var lines = [
      "exactly right     \(percent(exactRate))  (\(exact) of \(count); 95 % interval "
        + "\(percent(exactInterval.lowerBound)) to \(percent(exactInterval.upperBound)))",
      "digit error rate  \(percent(digitErrorRate))  (\(wrongDigits) of \(digits); 95 % interval "
        + "\(percent(digitErrorInterval.lowerBound)) to \(percent(digitErrorInterval.upperBound)))",
      "calibration error \(percent(calibrationError))",
    ]
    lines += rejected.sorted { $0.key < $1.key }.map { "no digits: \($0.key) \($0.value)" }
    lines += curve.lines
    if !mistakes.isEmpty {
      lines += ["", "mistakes"]
      lines += mistakes.prefix(worst).map {
        "  \($0.file): \($0.truth.inOneLine) read as \($0.text.inOneLine)"
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// The JSON object of an evaluation on lines and pages.
struct ReadingEvaluationObject: Encodable {
  private let count: Int
  private let exact: Double
  private let exactLow: Double
  private let exactHigh: Double
  private let digitErrorRate: Double
  private let digitErrorRateLow: Double
  private let digitErrorRateHigh: Double
  private let rejected: [String: Int]
  private let mistakes: [ReadingEvaluation.Mistake]
  private let calibrationError: Double
  private let curve: [AccuracyCurve.Point]

  private enum CodingKeys: String, CodingKey {
    case count, exact, rejected, mistakes, curve
    case calibrationError = "calibration_error"
    case exactLow = "exact_low"
    case exactHigh = "exact_high"
    case digitErrorRate = "digit_error_rate"
    case digitErrorRateLow = "digit_error_rate_low"
    case digitErrorRateHigh = "digit_error_rate_high"
  }

  init(_ evaluation: ReadingEvaluation) {
    count = evaluation.count
    exact = evaluation.exactRate
    (exactLow, exactHigh) = (
      evaluation.exactInterval.lowerBound, evaluation.exactInterval.upperBound
    )
    digitErrorRate = evaluation.digitErrorRate
    (digitErrorRateLow, digitErrorRateHigh) = (
      evaluation.digitErrorInterval.lowerBound, evaluation.digitErrorInterval.upperBound
    )
    rejected = evaluation.rejected
    mistakes = evaluation.mistakes
    calibrationError = evaluation.calibrationError
    curve = evaluation.curve.points
  }
}

extension String {
  /// Lines of writing with a slash between them.
  fileprivate var inOneLine: String { String(map { $0 == "\n" ? "/" : $0 }) }
}
