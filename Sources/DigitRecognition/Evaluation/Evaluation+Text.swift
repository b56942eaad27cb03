extension Evaluation {
  /// The evaluation as a page of text.
  ///
  /// - Parameter worst: how many of the most confident mistakes are listed.
  public func text(worst: Int = 10) -> String {
    var lines = [
      "accuracy           \(percent(accuracy))  (\(correct) of \(count); 95 % interval "
        + "\(percent(accuracyInterval.lowerBound)) to \(percent(accuracyInterval.upperBound)))",
      "loss               \(fixed(loss, places: 4))",
      "calibration error  \(percent(calibrationError))",
    ]
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

  private func pad(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
