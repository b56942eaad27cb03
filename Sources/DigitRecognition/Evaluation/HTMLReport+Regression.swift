public import DigitData

extension HTMLReport {
  /// The page of a model that predicts numbers.
  ///
  /// - Parameter images: what was evaluated; the worst predictions are shown from it.
  public static func page(
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
        the line is the truth.</p>
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
