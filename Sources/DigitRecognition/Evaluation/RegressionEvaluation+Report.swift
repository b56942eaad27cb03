extension RegressionEvaluation {
  /// The evaluation as a page of text.
  ///
  /// - Parameter worst: how many of the largest errors are listed.
  public func text(worst: Int = 10) -> String {
    var lines = [
      "images  \(count)",
      "RMSE    \(number(rmse))  (95 % interval \(number(rmseInterval.lowerBound)) to "
        + "\(number(rmseInterval.upperBound)))",
      "MAE     \(number(mae))",
      "R2      \(r2.map(number) ?? "none: the true numbers are all the same")",
    ]
    if scores.count == 1 {
      lines.append("bias    \(number(scores[0].bias))")
    } else {
      lines += scores.enumerated().map { index, score in
        "number \(index + 1): RMSE \(number(score.rmse)), MAE \(number(score.mae)), "
          + "R2 \(score.r2.map(number) ?? "none"), bias \(number(score.bias))"
      }
    }
    if let fixedPoints { lines.append("fixed points  \(SolverReport(fixedPoints).text)") }
    if worst > 0 && count > 0 {
      lines += ["", "worst predictions"]
      lines += predictions.prefix(worst).map {
        "  image \($0.index): \(fixed($0.values, places: 2)) predicted as "
          + fixed($0.predicted, places: 2)
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func number(_ value: Double) -> String { fixed(value, places: 4) }
}

// MARK: - Encodable

extension RegressionEvaluation: Encodable {
  private enum CodingKeys: String, CodingKey {
    case count, rmse, mae, r2, values, mistakes
    case rmseLow = "rmse_low"
    case rmseHigh = "rmse_high"
    case imagesPerSecond = "images_per_second"
    case fixedPoints = "fixed_points"
  }

  /// How many of the worst predictions the JSON object lists.
  private static let listed = 100

  /// Writes the object that `recognizer evaluate --json` prints of a model of numbers.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(count, forKey: .count)
    try values.encode(rmse, forKey: .rmse)
    try values.encode(rmseInterval.lowerBound, forKey: .rmseLow)
    try values.encode(rmseInterval.upperBound, forKey: .rmseHigh)
    try values.encode(mae, forKey: .mae)
    try values.encode(r2, forKey: .r2)
    try values.encode(scores, forKey: .values)
    try values.encode(Array(predictions.prefix(Self.listed)), forKey: .mistakes)
    try values.encode(imagesPerSecond, forKey: .imagesPerSecond)
    try values.encodeIfPresent(fixedPoints.map(SolverReport.init), forKey: .fixedPoints)
  }
}
