package import DigitData

/// Pictures of ink that is not one digit, from a seed: what a recogniser has to learn to refuse.
///
/// White ink on black, as MNIST has it, of any size and not yet framed. Parts of digits and rows of
/// digits are made from the pictures of a data set.
package struct NegativeDrawing: Sendable {
  /// Why a picture is not one digit.
  package enum Kind: Hashable, Sendable, CaseIterable {
    /// No whole digit: a sign, a part of a digit, dirt.
    case notADigit
    /// More than one digit.
    case severalDigits
  }

  /// The digits that parts and rows are made of, ink bright.
  package let digits: LabeledImages

  /// Drawings with parts and rows of `digits`, whose classes are the digits 0 to 9.
  ///
  /// - Precondition: there is a digit.
  package init(digits: LabeledImages) {
    precondition(digits.count > 0, "no digits")
    self.digits = digits
  }

  /// A picture with some ink.
  ///
  /// Equal arguments, the generator's state among them, give equal pictures on every machine.
  package func draw(_ kind: Kind, using generator: inout some RandomNumberGenerator) -> GrayImage {
    while true {
      let picture =
        kind == .severalDigits
        ? severalDigits(using: &generator) : notADigit(using: &generator)
      let shape = InkShape(picture)
      // A lone upright stroke is a 1, wherever it comes from.
      if shape.hasInk && !(kind == .notADigit && shape.looksLikeOne) { return picture }
    }
  }

  // MARK: - Implementation

  private func notADigit(using generator: inout some RandomNumberGenerator) -> GrayImage {
    switch generator.unit() {
    case ..<0.40: glyph(using: &generator)
    case ..<0.51: scribble(using: &generator)
    case ..<0.59: ruling(using: &generator)
    case ..<0.68: Self.texture(using: &generator)
    case ..<0.74: collage(using: &generator)
    case ..<0.86: digitPart(using: &generator)
    default: neighbourParts(using: &generator)
    }
  }

  /// A letter or a sign, sometimes two that touch.
  private func glyph(using generator: inout some RandomNumberGenerator) -> GrayImage {
    let strokes = Glyph.random(using: &generator).strokes
    var hand = Handwriting(using: &generator)
    hand.halfTurn += 0.04 * generator.bell()
    hand.aspect *= 0.7 + 0.5 * generator.unit()
    hand.penWidth *= 0.4 + 1.1 * generator.unit()
    return Self.picture(of: strokes.written(by: hand, using: &generator))
  }

  /// A stroke through random points: scribbles, zigzags, loops; sometimes several.
  private func scribble(using generator: inout some RandomNumberGenerator) -> GrayImage {
    let hand = Handwriting(
      penWidth: 0.03 + 0.12 * generator.unit(), penVariation: 0.4 * generator.unit())
    let isAngular = generator.unit() < 0.3
    let width = 0.5 + generator.unit()
    let strokes = (0..<1 + Int(2.2 * generator.unit())).map { _ in
      var points = [Point(width * generator.unit(), generator.unit())]
      for _ in 0..<5 + Int(8 * generator.unit()) {
        let point = Point(width * generator.unit(), generator.unit())
        points += isAngular ? [point, point] : [point]
      }
      return Stroke(points: points)
    }
    return Self.picture(of: strokes.written(by: hand, using: &generator))
  }

  /// Several things over one another: what is left of a photograph or a drawing.
  private func collage(using generator: inout some RandomNumberGenerator) -> GrayImage {
    let side = 56
    var image = GrayImage(width: side, height: side, filledWith: 0)
    for _ in 0..<2 + Int(3 * generator.unit()) {
      let piece =
        switch generator.unit() {
        case ..<0.4: glyph(using: &generator)
        case ..<0.6: scribble(using: &generator)
        case ..<0.8: Self.texture(using: &generator)
        default: digitPart(using: &generator)
        }
      let tight = piece.trimmed()
      let scale = 0.3 + 0.5 * generator.unit()
      let small = tight.resized(
        width: max(2, Int(Double(tight.width) * scale)),
        height: max(2, Int(Double(tight.height) * scale)))
      image.paste(
        small, x: Int(Double(side - small.width) * generator.unit()),
        y: Int(Double(side - small.height) * generator.unit()))
    }
    return image
  }

  /// Ruling lines, corners of boxes and frames, now and then with a digit's part inside.
  private func ruling(using generator: inout some RandomNumberGenerator) -> GrayImage {
    let side = 56
    var image = GrayImage(width: side, height: side, filledWith: 0)
    if generator.unit() < 0.3 { image.paste(digitPart(using: &generator), x: 14, y: 14) }
    let thickness = 1 + 3 * generator.unit()
    let tilt = 3 * generator.bell()
    let isDotted = generator.unit() < 0.15
    let (rows, columns) = (Int(3 * generator.unit()), Int(3 * generator.unit()))
    let isLoneRow = rows + columns == 0
    let lines = (isLoneRow ? 1 : rows, columns)
    for (count, isRow) in [(lines.0, true), (lines.1, false)] {
      for _ in 0..<count {
        let place = 3 + Double(side - 6) * generator.unit()
        let (start, end) = (40 * generator.unit() - 12, Double(side) + 12 - 40 * generator.unit())
        guard end - start > 8 else { continue }
        let steps =
          isDotted ? stride(from: start, to: end, by: 5).map { ($0, $0 + 2) } : [(start, end)]
        for (from, to) in steps {
          let points = [Point(from, place - tilt), Point(to, place + tilt)].map {
            isRow ? $0 : Point($0.y, $0.x)
          }
          InkLine(points: points, radii: [thickness / 2, thickness / 2]).draw(into: &image)
        }
      }
    }
    return image
  }

  /// Ink lines as large as fits into a square picture.
  static func picture(of lines: [InkLine]) -> GrayImage {
    var image = GrayImage(width: 44, height: 44, filledWith: 0)
    lines.draw(into: &image, low: Point(1, 1), high: Point(43, 43))
    return image
  }
}
