public import DigitData

/// An evaluation as one HTML page that needs no other file.
public enum HTMLReport {
  /// The page.
  ///
  /// - Parameter images: what was evaluated; the mistakes are shown from it.
  public static func page(
    _ evaluation: Evaluation, of images: LabeledImages, title: String
  ) -> String {
    HTMLPage.page(
      title: title,
      body: """
        <p><b>\(percent(evaluation.accuracy))</b> right, \(evaluation.correct) of \(evaluation.count)
        (95 % interval \(percent(evaluation.accuracyInterval.lowerBound)) to
        \(percent(evaluation.accuracyInterval.upperBound))). Loss \(fixed(evaluation.loss, places: 4)),
        calibration error \(percent(evaluation.calibrationError)).</p>
        <h2>Confusion</h2><p>Rows are true classes, columns answers.</p>
        \(confusion(evaluation))
        <h2>Classes</h2>
        \(classes(evaluation))
        <h2>Reliability</h2><p>Accuracy against confidence; the line is honesty.</p>
        \(reliability(evaluation))
        <h2>Worst mistakes</h2>
        \(mistakes(evaluation, images))
        """)
  }

  // MARK: - Implementation

  private static func confusion(_ evaluation: Evaluation) -> String {
    let names = evaluation.classNames.map(escapedMarkup)
    var rows = "<tr><th></th>" + names.map { "<th>\($0)</th>" }.joined() + "</tr>\n"
    for (label, row) in evaluation.confusion.enumerated() {
      let total = max(row.reduce(0, +), 1)
      rows += "<tr><th>\(names[label])</th>"
      for (predicted, count) in row.enumerated() {
        // Rare confusions would be invisible on a linear scale.
        let strength = (Double(count) / Double(total)).squareRoot()
        let color = label == predicted ? "0,128,0" : "200,0,0"
        rows +=
          "<td style=\"background:rgba(\(color),\(fixed(strength, places: 2)))\">\(count)</td>"
      }
      rows += "</tr>\n"
    }
    return "<table>\(rows)</table>"
  }

  private static func classes(_ evaluation: Evaluation) -> String {
    let rows = evaluation.classes.map { score in
      "<tr><td>\(escapedMarkup(score.name))</td><td>\(percent(score.precision))</td>"
        + "<td>\(percent(score.recall))</td><td>\(percent(score.f1))</td>"
        + "<td>\(score.support)</td></tr>"
    }
    return "<table><tr><th>class</th><th>precision</th><th>recall</th><th>F1</th><th>images</th>"
      + "</tr>\(rows.joined(separator: "\n"))</table>"
  }

  private static func reliability(_ evaluation: Evaluation) -> String {
    HTMLPage.diagonalPlot(
      evaluation.reliability.map { ($0.confidence, $0.accuracy, 4, "\($0.count) images") })
  }

  private static func mistakes(_ evaluation: Evaluation, _ images: LabeledImages) -> String {
    evaluation.mistakes.prefix(100).map { mistake in
      let label = evaluation.classNames[mistake.label]
      let predicted = escapedMarkup(evaluation.classNames[mistake.predicted])
      return HTMLPage.figure(
        images.image(mistake.index), description: label,
        caption: "\(escapedMarkup(label)) read as \(predicted)<br>"
          + "\(percent(mistake.confidence, places: 1)), image \(mistake.index)")
    }.joined(separator: "\n")
  }
}
