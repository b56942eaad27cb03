import DigitData

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The parts that all reports share: one page that needs no other file.
enum HTMLPage {
  /// A page with a title and, below it, `body`.
  static func page(title: String, body: String) -> String {
    """
    <!doctype html>
    <html lang="en"><meta charset="utf-8"><title>\(escapedMarkup(title))</title>
    <style>
    body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 60em; padding: 0 1em }
    table { border-collapse: collapse } td, th { padding: .2em .6em; text-align: right }
    figure { display: inline-block; margin: .3em; text-align: center; font-size: 12px }
    figure img { width: 84px; image-rendering: pixelated; filter: invert(1) }
    figure.read img { width: auto; max-width: 100%; max-height: 20em; filter: none }
    </style>
    <h1>\(escapedMarkup(title))</h1>
    \(body)
    </html>

    """
  }

  /// A picture, bright ink shown dark, with a caption that may hold tags.
  static func figure(_ image: GrayImage, description: String, caption: String) -> String {
    figure(PNG.encode(image), "<figure>", description, caption)
  }

  /// An annotated picture with a caption that may hold tags.
  static func figure(_ image: ColorImage, description: String, caption: String) -> String {
    figure(PNG.encode(image), "<figure class=\"read\">", description, caption)
  }

  private static func figure(
    _ file: [UInt8], _ start: String, _ description: String, _ caption: String
  ) -> String {
    let picture = Data(file).base64EncodedString()
    return start
      + "<img alt=\"\(escapedMarkup(description))\" src=\"data:image/png;base64,\(picture)\">"
      + "<figcaption>\(caption)</figcaption></figure>"
  }

  /// The figures of confidences: accuracy by share answered, and against confidence.
  static func confidences(
    _ curve: AccuracyCurve, _ reliability: [Evaluation.ReliabilityPoint], of things: String
  ) -> String {
    """
    <h2>Accuracy against the share answered</h2><p>The surest answers first.</p>
    \(curve.svg)
    <h2>Reliability</h2><p>Accuracy against confidence; the diagonal is perfect calibration.</p>
    \(diagonalPlot(reliability.map { ($0.confidence, $0.accuracy, 4, "\($0.count) \(things)") }))
    """
  }

  /// A square plot of 200 units: the diagonal, where both axes agree, and dots.
  static func diagonalPlot(_ dots: [(x: Double, y: Double, radius: Int, title: String)]) -> String {
    let circles = dots.map { dot in
      "<circle cx=\"\(fixed(dot.x * 200, places: 1))\" "
        + "cy=\"\(fixed(200 - dot.y * 200, places: 1))\" r=\"\(dot.radius)\" fill=\"#c00\">"
        + "<title>\(escapedMarkup(dot.title))</title></circle>"
    }
    return "<svg width=\"330\" height=\"330\" viewBox=\"-10 -10 220 220\">"
      + "<rect width=\"200\" height=\"200\" fill=\"none\" stroke=\"#888\"/>"
      + "<line x1=\"0\" y1=\"200\" x2=\"200\" y2=\"0\" stroke=\"#888\"/>"
      + circles.joined() + "</svg>"
  }
}

/// `text` with the characters that HTML and SVG take for markup written as entities.
package func escapedMarkup(_ text: String) -> String {
  text.map { character in
    switch character {
    case "<": "&lt;"
    case ">": "&gt;"
    case "&": "&amp;"
    case "\"": "&quot;"
    default: String(character)
    }
  }.joined()
}
