public import DigitData

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// An evaluation as one HTML page that needs no other file.
public enum HTMLReport {
  /// The page.
  ///
  /// - Parameter images: what was evaluated; the mistakes are shown from it.
  public static func page(
    _ evaluation: Evaluation, of images: LabeledImages, title: String
  ) -> String {
    """
    <!doctype html>
    <html lang="en"><meta charset="utf-8"><title>\(escapedMarkup(title))</title>
    <style>
    body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 60em; padding: 0 1em }
    table { border-collapse: collapse } td, th { padding: .2em .6em; text-align: right }
    figure { display: inline-block; margin: .3em; text-align: center; font-size: 12px }
    figure img { width: 84px; image-rendering: pixelated; filter: invert(1) }
    </style>
    <h1>\(escapedMarkup(title))</h1>
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
    </html>

    """
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
    let dots = evaluation.reliability.map { point in
      "<circle cx=\"\(fixed(point.confidence * 200, places: 1))\" "
        + "cy=\"\(fixed(200 - point.accuracy * 200, places: 1))\" r=\"4\" fill=\"#c00\">"
        + "<title>\(point.count) images</title></circle>"
    }
    return "<svg width=\"220\" height=\"220\" viewBox=\"-10 -10 220 220\">"
      + "<rect width=\"200\" height=\"200\" fill=\"none\" stroke=\"#888\"/>"
      + "<line x1=\"0\" y1=\"200\" x2=\"200\" y2=\"0\" stroke=\"#888\"/>"
      + dots.joined() + "</svg>"
  }

  private static func mistakes(_ evaluation: Evaluation, _ images: LabeledImages) -> String {
    evaluation.mistakes.prefix(100).map { mistake in
      let picture = Data(PNG.encode(images.image(mistake.index))).base64EncodedString()
      let label = escapedMarkup(evaluation.classNames[mistake.label])
      let predicted = escapedMarkup(evaluation.classNames[mistake.predicted])
      return "<figure><img alt=\"\(label)\" src=\"data:image/png;base64,\(picture)\">"
        + "<figcaption>\(label) read as \(predicted)<br>\(percent(mistake.confidence, places: 1)), "
        + "image \(mistake.index)</figcaption></figure>"
    }.joined(separator: "\n")
  }
}
