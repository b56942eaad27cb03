extension HTMLReport {
  /// The page of an evaluation on lines, forms and pages.
  ///
  /// - Parameters:
  ///   - evaluation: the figures.
  ///   - mistakes: the pictures to show.
  ///   - title: the page's title, as plain text.
  package static func page(
    _ evaluation: ReadingEvaluation, _ mistakes: ReadingMistakes, title: String
  ) -> String {
    HTMLPage.page(
      title: title,
      body: """
        <p><b>\(percent(evaluation.exactRate))</b> read exactly, \(evaluation.exact) of
        \(evaluation.count) (95 % interval \(percent(evaluation.exactInterval.lowerBound)) to
        \(percent(evaluation.exactInterval.upperBound))). Digit error rate
        \(percent(evaluation.digitErrorRate)), \(evaluation.wrongDigits) of \(evaluation.digits)
        (95 % interval \(percent(evaluation.digitErrorInterval.lowerBound)) to
        \(percent(evaluation.digitErrorInterval.upperBound))). Calibration error
        \(percent(evaluation.calibrationError)).</p>
        \(refusals(evaluation))
        \(HTMLPage.confidences(evaluation.curve, evaluation.reliability, of: "pictures"))
        <h2>Mistakes</h2>
        \(pictures(mistakes))
        """)
  }

  // MARK: - Implementation

  private static func refusals(_ evaluation: ReadingEvaluation) -> String {
    guard !evaluation.rejected.isEmpty else { return "" }
    let reasons = evaluation.rejected.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    return "<p>No digits: \(escapedMarkup(reasons.joined(separator: ", "))).</p>"
  }

  private static func pictures(_ mistakes: ReadingMistakes) -> String {
    mistakes.examples.map { example in
      let (truth, text) = example.mistake.comparison
      return HTMLPage.figure(
        example.picture, description: truth,
        caption: "\(escapedMarkup(truth)) read as \(text.isEmpty ? "nothing" : escapedMarkup(text))"
          + "<br>\(percent(Double(example.confidence), places: 1)), "
          + escapedMarkup(example.mistake.file))
    }.joined(separator: "\n")
  }
}
