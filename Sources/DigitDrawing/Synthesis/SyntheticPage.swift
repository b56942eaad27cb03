package import DigitData

/// Pictures of lines, pages and forms, made of a data set's digits from a seed.
///
/// Pens, papers, rulings, light, slopes, gaps and touching neighbours vary from picture to picture.
package struct SyntheticPage: Sendable {
  /// The kind of writing.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// One line of 4 to 10 digits.
    case lines
    /// Several lines of words on plain, ruled or squared paper.
    case pages
    /// Numbers in frames, one digit to a box.
    case forms
  }

  /// A picture and what is written in it.
  package struct Picture: Hashable, Sendable {
    /// The picture.
    package let image: GrayImage
    /// The text: digits, a space between words, a newline between lines.
    package let text: String
  }

  /// The digits that are written, ink bright.
  private let digits: LabeledImages

  /// Pages of `digits`, whose classes are the digits 0 to 9.
  ///
  /// - Precondition: there is a digit.
  package init(digits: LabeledImages) {
    precondition(digits.count > 0, "no digits")
    self.digits = digits
  }

  /// The picture of a kind that `generator` gives.
  ///
  /// Equal arguments, the generator's state among them, give equal pictures on every machine.
  package func draw(_ kind: Kind, using generator: inout some RandomNumberGenerator) -> Picture {
    switch kind {
    case .lines: line(using: &generator)
    case .pages: page(using: &generator)
    case .forms: form(using: &generator)
    }
  }

  // MARK: - Lines and pages

  private func line(using generator: inout some RandomNumberGenerator) -> Picture {
    let style = LineStyle(using: &generator)
    let count = 4 + Int(7 * generator.unit())
    let line = SyntheticLine(digits, words: [count], style: style, using: &generator)
    let margin = Int(style.height * (0.4 + generator.unit()))
    var ink = GrayImage(
      width: line.width + 2 * margin, height: line.rows.count + 2 * margin, filledWith: 0)
    line.draw(on: &ink, x: margin, y: margin - line.rows.lowerBound)
    if generator.unit() < 0.25 {
      Ruling(spacing: 1.9 * style.height, using: &generator)
        .draw(on: &ink, from: Double(margin) + 1.05 * style.height)
    }
    return finished(ink, line.text, using: &generator)
  }

  private func page(using generator: inout some RandomNumberGenerator) -> Picture {
    var style = LineStyle(using: &generator)
    style.height = 24 + 16 * generator.unit()
    style.fall *= 0.5
    let spacing = style.height * (1.7 + generator.unit())
    let rows = 4 + Int(9 * generator.unit())
    let lines = (0..<rows).map { _ in
      let words = (0..<1 + Int(5 * generator.unit())).map { _ in 1 + Int(6 * generator.unit()) }
      return SyntheticLine(digits, words: words, style: style, using: &generator)
    }
    let margin = Int(1.5 * style.height)
    let width = (lines.map(\.width).max() ?? 0) + 2 * margin
    let height = Int(spacing * Double(rows)) + 2 * margin
    var ink = GrayImage(width: width, height: height, filledWith: 0)
    for (row, line) in lines.enumerated() {
      let middle = Double(margin) + (Double(row) + 0.5) * spacing
      line.draw(on: &ink, x: margin, y: Int(middle))
    }
    if generator.unit() < 0.5 {
      Ruling(spacing: spacing, using: &generator)
        .draw(on: &ink, from: Double(margin) + 0.5 * spacing + 0.6 * style.height)
    }
    return finished(ink, lines.map(\.text).joined(separator: "\n"), using: &generator)
  }

  // MARK: - Forms

  private func form(using generator: inout some RandomNumberGenerator) -> Picture {
    let side = 36 + Int(24 * generator.unit())
    let rows = 1 + Int(4 * generator.unit())
    let pen = 1 + Int(3 * generator.unit())
    let frame = UInt8(90 + 165 * generator.unit())
    let counts = (0..<rows).map { _ in 2 + Int(9 * generator.unit()) }
    let pitch = side + (generator.unit() < 0.5 ? 0 : side / 4)
    let width = (counts.max() ?? 0) * pitch + 2 * side
    let height = rows * 2 * side + side
    var ink = GrayImage(width: width, height: height, filledWith: 0)
    var texts: [String] = []
    for (row, count) in counts.enumerated() {
      let top = side + row * 2 * side
      var text = ""
      for cell in 0..<count {
        let left = side + cell * pitch
        ink.drawFrame(x: left, y: top, side: side, pen: pen, gray: frame)
        let size = Double(side) * (0.55 + 0.3 * generator.unit())
        let digit = PlacedDigit(
          digits, at: Int(generator.unit() * Double(digits.count)), height: size,
          lean: 0.08 * generator.bell())
        let x = left + (side - digit.image.width) / 2 + Int(0.1 * Double(side) * generator.bell())
        let y = top + (side - digit.image.height) / 2 + Int(0.08 * Double(side) * generator.bell())
        ink.lighten(with: digit.image, x: x, y: y)
        text += String(digit.digit)
      }
      texts.append(text)
    }
    return finished(ink, texts.joined(separator: "\n"), using: &generator)
  }

  /// The ink on paper, under light.
  private func finished(
    _ ink: GrayImage, _ text: String, using generator: inout some RandomNumberGenerator
  ) -> Picture {
    let isClean = generator.unit() < 0.25
    let paper =
      isClean
      ? Paper()
      : Paper(
        paper: 190 + 65 * generator.unit(), ink: 20 + 80 * generator.unit(),
        shadow: 0.45 * generator.unit(), blotches: 4 * generator.unit(),
        noise: 5 * generator.unit())
    return Picture(image: paper.picture(of: ink, using: &generator), text: text)
  }
}
