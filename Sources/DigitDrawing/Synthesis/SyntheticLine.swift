package import DigitData

/// The size, spacing and slope of the digits of a line.
package struct LineStyle {
  /// The height of the digits, in pixels.
  var height: Double
  /// Empty columns between neighbours, in units of the height.
  var gap: Double
  /// The share of neighbours whose strokes meet.
  var touching: Double
  /// The share of neighbours whose strokes overlap.
  var overlapping: Double
  /// The columns that overlapping strokes share, in units of the height.
  var overlap = 0.07
  /// Columns to the right that the top of a digit moves for each row.
  var lean: Double
  /// Rows that the line falls for each column.
  var fall: Double
  /// Standard deviation of heights and places, in units of the height.
  var unevenness: Double

  /// A line as people write numbers.
  init(using generator: inout some RandomNumberGenerator) {
    height = 22 + 40 * generator.unit()
    gap = 0.08 + 0.4 * generator.unit()
    let closeness = generator.unit()
    touching = closeness < 0.5 ? 0 : 0.4 * generator.unit()
    overlapping = closeness < 0.75 ? 0 : 0.3 * generator.unit()
    lean = 0.12 * generator.bell()
    fall = 0.025 * generator.bell()
    unevenness = 0.05 * generator.unit()
  }

  /// A line of digits that mostly touch or overlap.
  package static func close(using generator: inout some RandomNumberGenerator) -> LineStyle {
    var style = LineStyle(using: &generator)
    style.touching = 0.35
    style.overlapping = 0.55
    style.overlap = 0.03 + 0.07 * generator.unit()
    return style
  }
}

/// One line of digits of a data set.
package struct SyntheticLine {
  /// The digits and their top left corners; the first lies at column 0, its middle at row 0.
  package private(set) var places: [(digit: PlacedDigit, x: Int, y: Int)] = []
  /// The text: words with a space between them.
  private(set) var text = ""

  /// A line of `words` words with so many digits each.
  init(
    _ digits: LabeledImages, words: [Int], style: LineStyle,
    using generator: inout some RandomNumberGenerator
  ) {
    for (number, count) in words.enumerated() {
      if number > 0 { text += " " }
      for position in 0..<count {
        add(
          digits, style: style, startsWord: number > 0 && position == 0, using: &generator)
      }
    }
  }

  /// A line of one word, made of the digits at some positions of `digits`.
  package init(
    _ digits: LabeledImages, at indices: [Int], style: LineStyle,
    using generator: inout some RandomNumberGenerator
  ) {
    for index in indices {
      add(digits, at: index, style: style, startsWord: false, using: &generator)
    }
  }

  /// Columns from the first digit's left edge to the last one's right edge.
  package var width: Int { places.map { $0.x + $0.digit.image.width }.max() ?? 0 }
  /// The rows that the ink takes.
  package var rows: Range<Int> {
    let top = places.map(\.y).min() ?? 0
    return top..<max(top, places.map { $0.y + $0.digit.image.height }.max() ?? 0)
  }

  /// Draws the line in white; what is brighter stays.
  package func draw(on image: inout GrayImage, x left: Int, y top: Int) {
    for (digit, x, y) in places { image.lighten(with: digit.image, x: left + x, y: top + y) }
  }

  // MARK: - Implementation

  private mutating func add(
    _ digits: LabeledImages, at index: Int? = nil, style: LineStyle, startsWord: Bool,
    using generator: inout some RandomNumberGenerator
  ) {
    let height = style.height * (1 + style.unevenness * generator.bell())
    let digit = PlacedDigit(
      digits, at: index ?? Int(generator.unit() * Double(digits.count)), height: height,
      lean: style.lean + 0.03 * generator.bell())
    let closeness = generator.unit()
    let spare = style.gap * style.height * (0.6 + 0.8 * generator.unit())
    let drift = style.unevenness * style.height * generator.bell()
    var x = 0
    var y = -digit.image.height / 2 + Int(drift)
    if let last = places.last {
      let edge = last.x + last.digit.image.width
      y += Int(style.fall * Double(edge))
      let contact = last.x + last.digit.contact(with: digit, drop: y - last.y)
      if startsWord {
        x = edge + Int((0.9 + 0.8 * generator.unit() + style.gap) * style.height)
      } else if closeness < style.overlapping {
        x = contact - max(1, Int(style.overlap * style.height))
      } else if closeness < style.overlapping + style.touching {
        x = contact - 1
      } else {
        x = max(edge + Int(spare), contact + 2)
      }
    }
    places.append((digit, x, y))
    text += String(digit.digit)
  }
}
