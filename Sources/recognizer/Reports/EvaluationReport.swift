package import DigitRecognition
import NeuralNet

extension Evaluation {
  /// The evaluation as a page of text.
  ///
  /// - Parameter worst: how many of the most confident mistakes are listed.
  package func text(worst: Int = 10) -> String {
    var lines = [
      "accuracy           \(percent(accuracy))  (\(correct) of \(count); 95 % interval "
        + "\(percent(accuracyInterval.lowerBound)) to \(percent(accuracyInterval.upperBound)))",
      "loss               \(fixed(loss, places: 4))",
      "calibration error  \(percent(calibrationError))",
    ]
    if let rejections, !rejections.isEmpty {
      let reasons = rejections.map { ($0.key.rawValue, $0.value) }.sorted { $0.0 < $1.0 }
      lines.append(
        "withheld           " + reasons.map { "\($0.1) \($0.0)" }.joined(separator: ", "))
    }
    if let fixedPoints {
      lines.append("fixed points       \(SolverReport(fixedPoints).text)")
    }
    lines += ["", "confusion (row: true class, column: answer)"]
    lines += confusionLines
    lines += ["", "class  precision   recall       F1  images"]
    lines += classes.map { score in
      pad(score.name, 5)
        + [score.precision, score.recall, score.f1].map { pad(percent($0), 10) }.joined()
        + pad("\(score.support)", 8)
    }
    if !confusedPairs.isEmpty {
      let pairs = confusedPairs.prefix(8).map {
        "\(classNames[$0.label]) as \(classNames[$0.predicted]) (\($0.count))"
      }
      lines += ["", "most confused: " + pairs.joined(separator: ", ")]
    }
    lines += curve.lines
    if worst > 0 && !mistakes.isEmpty {
      lines += ["", "worst mistakes"]
      lines += mistakes.prefix(worst).map {
        "  image \($0.index): \(classNames[$0.label]) read as \(classNames[$0.predicted]) "
          + "(\(percent($0.confidence, places: 1)))"
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var confusionLines: [String] {
    let longest = confusion.joined().max() ?? 0
    let width = max("\(longest)".count, classNames.map(\.count).max() ?? 1) + 2
    let margin = (classNames.map(\.count).max() ?? 1) + 2
    let header = pad("", margin) + classNames.map { pad($0, width) }.joined()
    return [header]
      + classNames.indices.map { row in
        pad(classNames[row], margin)
          + confusion[row].map { pad($0 == 0 ? "." : "\($0)", width) }.joined()
      }
  }
}

/// `text` moved to the right end of so many columns.
private func pad(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.count)) + text
}

extension AccuracyCurve {
  /// The curve as a table under an empty line; nothing without answers.
  var lines: [String] {
    guard !points.isEmpty else { return [] }
    var rows: [Point] = []
    for share in [0.5, 0.8, 0.9, 0.95, 0.98, 1] {
      if let point = point(answering: share), point != rows.last { rows.append(point) }
    }
    return ["", "answered  accuracy  confidence from"]
      + rows.map {
        pad(percent($0.share, places: 1), 8) + pad(percent($0.accuracy), 10)
          + pad(fixed($0.confidence, places: 4), 17)
      }
  }
}

extension RegressionEvaluation {
  /// The evaluation as a page of text.
  ///
  /// - Parameter worst: how many of the largest errors are listed.
  package func text(worst: Int = 10) -> String {
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

// MARK: - JSON

/// The JSON object of an evaluation on classes.
package struct EvaluationObject: Encodable {
  private let evaluation: Evaluation

  package init(_ evaluation: Evaluation) { self.evaluation = evaluation }

  private enum CodingKeys: String, CodingKey {
    case count, correct, accuracy, loss, confusion, classes, mistakes, rejected, curve
    case accuracyLow = "accuracy_low"
    case accuracyHigh = "accuracy_high"
    case calibrationError = "calibration_error"
    case imagesPerSecond = "images_per_second"
    case fixedPoints = "fixed_points"
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(evaluation.count, forKey: .count)
    try values.encode(evaluation.correct, forKey: .correct)
    try values.encode(evaluation.accuracy, forKey: .accuracy)
    try values.encode(evaluation.accuracyInterval.lowerBound, forKey: .accuracyLow)
    try values.encode(evaluation.accuracyInterval.upperBound, forKey: .accuracyHigh)
    try values.encode(evaluation.loss, forKey: .loss)
    try values.encode(evaluation.calibrationError, forKey: .calibrationError)
    if let rejections = evaluation.rejections {
      let byReason = rejections.map { ($0.key.rawValue, $0.value) }
      try values.encode(
        Dictionary(byReason, uniquingKeysWith: +), forKey: .rejected)
    }
    try values.encode(evaluation.curve.points, forKey: .curve)
    try values.encode(evaluation.confusion, forKey: .confusion)
    try values.encode(evaluation.classes, forKey: .classes)
    try values.encode(evaluation.mistakes, forKey: .mistakes)
    try values.encode(evaluation.imagesPerSecond, forKey: .imagesPerSecond)
    try values.encodeIfPresent(evaluation.fixedPoints.map(SolverReport.init), forKey: .fixedPoints)
  }
}

/// The JSON object of an evaluation on numbers.
package struct RegressionObject: Encodable {
  private let evaluation: RegressionEvaluation

  package init(_ evaluation: RegressionEvaluation) { self.evaluation = evaluation }

  private enum CodingKeys: String, CodingKey {
    case count, rmse, mae, r2, values, mistakes
    case rmseLow = "rmse_low"
    case rmseHigh = "rmse_high"
    case imagesPerSecond = "images_per_second"
    case fixedPoints = "fixed_points"
  }

  /// The number of worst predictions that are listed.
  private static let listed = 100

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(evaluation.count, forKey: .count)
    try values.encode(evaluation.rmse, forKey: .rmse)
    try values.encode(evaluation.rmseInterval.lowerBound, forKey: .rmseLow)
    try values.encode(evaluation.rmseInterval.upperBound, forKey: .rmseHigh)
    try values.encode(evaluation.mae, forKey: .mae)
    try values.encode(evaluation.r2, forKey: .r2)
    try values.encode(evaluation.scores, forKey: .values)
    try values.encode(Array(evaluation.predictions.prefix(Self.listed)), forKey: .mistakes)
    try values.encode(evaluation.imagesPerSecond, forKey: .imagesPerSecond)
    try values.encodeIfPresent(evaluation.fixedPoints.map(SolverReport.init), forKey: .fixedPoints)
  }
}
