package import DigitData

/// An evaluation as one HTML page that needs no other file.
package enum HTMLReport {
  /// The page of a model that knows classes.
  ///
  /// - Parameters:
  ///   - evaluation: the figures and the mistakes to show.
  ///   - images: the images that were evaluated, from which the mistakes are drawn.
  ///   - title: the page's title, as plain text.
  package static func page(
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
        \(HTMLPage.confidences(evaluation.curve, evaluation.reliability, of: "images"))
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

extension HTMLReport {
  /// The page of a model that predicts numbers.
  ///
  /// - Parameters:
  ///   - evaluation: the figures and the predictions to show.
  ///   - images: the images that were evaluated, from which the worst predictions are drawn.
  ///   - title: the page's title, as plain text.
  package static func page(
    _ evaluation: RegressionEvaluation, of images: RegressionImages, title: String
  ) -> String {
    let range = range(evaluation)
    let span =
      "\(fixed(range.lowerBound, places: 1)) to \(fixed(range.upperBound, places: 1))"
    let r2 = evaluation.r2.map { fixed($0, places: 4) } ?? "none"
    return HTMLPage.page(
      title: title,
      body: """
        <p><b>RMSE \(fixed(evaluation.rmse, places: 4))</b>
        (95 % interval \(fixed(evaluation.rmseInterval.lowerBound, places: 4)) to
        \(fixed(evaluation.rmseInterval.upperBound, places: 4))) on \(evaluation.count) images.
        MAE \(fixed(evaluation.mae, places: 4)), R<sup>2</sup> \(r2).</p>
        <h2>Predictions</h2><p>Predicted (up) against true (right), \(span) on both axes;
        the diagonal is a perfect prediction.</p>
        \(HTMLPage.diagonalPlot(dots(evaluation, in: range)))
        <h2>Worst predictions</h2>
        \(worst(evaluation, images))
        """)
  }

  // MARK: - Implementation

  /// More would only darken the plot.
  private static let mostDots = 2_000

  private static func range(_ evaluation: RegressionEvaluation) -> ClosedRange<Double> {
    let all = evaluation.predictions.flatMap { $0.values + $0.predicted }
    return Double(all.min() ?? 0)...Double(all.max() ?? 0)
  }

  private static func dots(
    _ evaluation: RegressionEvaluation, in range: ClosedRange<Double>
  ) -> [(x: Double, y: Double, radius: Int, title: String)] {
    let width = max(range.upperBound - range.lowerBound, .leastNormalMagnitude)
    // Evenly from the worst to the best.
    let step = max(1, evaluation.predictions.count / mostDots)
    return stride(from: 0, to: evaluation.predictions.count, by: step).flatMap { position in
      let prediction = evaluation.predictions[position]
      return zip(prediction.values, prediction.predicted).map { value, predicted in
        (
          (Double(value) - range.lowerBound) / width,
          (Double(predicted) - range.lowerBound) / width,
          1, "image \(prediction.index)"
        )
      }
    }
  }

  private static func worst(
    _ evaluation: RegressionEvaluation, _ images: RegressionImages
  ) -> String {
    evaluation.predictions.prefix(100).map { prediction in
      let values = fixed(prediction.values, places: 1)
      let predicted = fixed(prediction.predicted, places: 1)
      return HTMLPage.figure(
        images.image(prediction.index), description: values,
        caption: "\(values) predicted as \(predicted)<br>image \(prediction.index)")
    }.joined(separator: "\n")
  }
}
