import DigitData

// MARK: - Parts of digits

extension NegativeDrawing {
  /// The edges at which a digit may be cut so that no other digit is left.
  ///
  /// The lower half of a 6 is a 0, the lower half of a 9 is a 1.
  private static let cuts: [[Cut]] = [
    [.keepLeft, .keepRight, .keepTop, .keepBottom, .quarter], [],
    [.keepBottom, .keepLeft, .keepRight, .quarter], [.keepTop, .keepBottom, .keepLeft, .quarter],
    [.keepTop, .keepLeft], [.keepTop, .keepBottom, .keepLeft, .keepRight, .quarter],
    [.keepLeft, .quarter], [], [.keepLeft, .quarter], [.keepLeft, .quarter],
  ]

  private enum Cut { case keepLeft, keepRight, keepTop, keepBottom, quarter }

  /// A half, a quarter, or a digit that is cut at its edge.
  func digitPart(using generator: inout some RandomNumberGenerator) -> GrayImage {
    while true {
      let digit = randomDigit(using: &generator)
      let cuts = Self.cuts[digit.label]
      guard !cuts.isEmpty, digit.image.width >= 8 else { continue }
      let cut = cuts[Int(generator.unit() * Double(cuts.count))]
      let (width, height) = (Double(digit.image.width), Double(digit.image.height))
      let share = Point(0.3 + 0.28 * generator.unit(), 0.3 + 0.28 * generator.unit())
      let kept = Point(width, height) * share
      let (isLow, isLeft) = (generator.unit() < 0.5, generator.unit() < 0.5)
      let box: Box =
        switch cut {
        case .keepLeft: Box(low: .zero, high: Point(kept.x, height))
        case .keepRight: Box(low: Point(width - kept.x, 0), high: Point(width, height))
        case .keepTop: Box(low: .zero, high: Point(width, kept.y))
        case .keepBottom: Box(low: Point(0, height - kept.y), high: Point(width, height))
        case .quarter:
          Box(
            low: Point(isLeft ? 0 : width - kept.x, isLow ? height - kept.y : 0),
            high: Point(isLeft ? kept.x : width, isLow ? height : kept.y))
        }
      return digit.image.cropped(to: box)
    }
  }

  /// The right of one digit and the left of the next: what a cut at the wrong place leaves.
  func neighbourParts(using generator: inout some RandomNumberGenerator) -> GrayImage {
    if generator.unit() < 0.25 { return stackedParts(using: &generator) }
    let (first, second) = (randomDigit(using: &generator), randomDigit(using: &generator))
    let row = Self.row(
      [first.image, second.image], gaps: [-1 + Int(3 * generator.unit())], using: &generator)
    // A stroke is no part of a digit but a 1.
    let (left, right) = (Double(first.image.width), Double(second.image.width))
    guard min(left, right) >= 9 else { return neighbourParts(using: &generator) }
    let width = Double(row.width)
    let from = left * (0.4 + 0.3 * generator.unit())
    let to = width - right * (0.4 + 0.3 * generator.unit())
    return row.cropped(to: Box(low: Point(from, 0), high: Point(to, Double(row.height))))
  }

  /// The lower part of one digit above the upper part of another: a meter between two numbers.
  private func stackedParts(using generator: inout some RandomNumberGenerator) -> GrayImage {
    let (above, below) = (
      randomDigit(using: &generator).image, randomDigit(using: &generator).image
    )
    let shares = (0.35 + 0.3 * generator.unit(), 0.35 + 0.3 * generator.unit())
    let (width, height) = (Double(above.width), Double(above.height))
    let upper = above.cropped(
      to: Box(low: Point(0, height * (1 - shares.0)), high: Point(width, height)))
    let lower = below.cropped(
      to: Box(
        low: .zero, high: Point(Double(below.width), Double(below.height) * shares.1)))
    let gap = 1 + Int(6 * generator.unit())
    var image = GrayImage(
      width: max(upper.width, lower.width), height: upper.height + gap + lower.height,
      filledWith: 0)
    image.paste(upper, x: (image.width - upper.width) / 2, y: 0)
    image.paste(lower, x: (image.width - lower.width) / 2, y: upper.height + gap)
    return image
  }
}

// MARK: - Several digits

extension NegativeDrawing {
  /// Two to five digits beside or above one another, a whole line, or a page.
  func severalDigits(using generator: inout some RandomNumberGenerator) -> GrayImage {
    switch generator.unit() {
    case ..<0.42: return line(of: 2, using: &generator)
    case ..<0.68: return line(of: 3 + Int(3 * generator.unit()), using: &generator)
    case ..<0.8: return line(of: 6 + Int(7 * generator.unit()), using: &generator)
    case ..<0.88:
      let count = 2 + Int(7 * generator.unit())
      var image = line(of: count, using: &generator)
      image.rule(rows: 1, columns: count, using: &generator)
      return image
    default: return page(using: &generator)
    }
  }

  /// Digits side by side: apart, touching, or overlapping a little.
  private func line(
    of count: Int, using generator: inout some RandomNumberGenerator
  ) -> GrayImage {
    var digits = (0..<count).map { _ in randomDigit(using: &generator).image }
    let habit = Int(10 * generator.unit()) - 2
    var gaps = (1..<max(count, 2)).map { _ in habit + Int(3 * generator.unit()) - 1 }
    if count <= 6, generator.unit() < 0.2 {
      let pen = 0.4 + generator.unit()
      digits = digits.map { $0.thinned(to: pen).trimmed() }
      gaps = gaps.map { 3 * $0 }
    }
    return Self.row(digits, gaps: gaps, using: &generator)
  }

  /// Rows of digits above one another.
  private func page(using generator: inout some RandomNumberGenerator) -> GrayImage {
    let isTable = generator.unit() < 0.3
    let rows = 2 + Int((isTable ? 8 : 3) * generator.unit())
    let columns = isTable ? 4 + Int(6 * generator.unit()) : 1 + Int(6 * generator.unit())
    let lines = (0..<rows).map { _ in line(of: columns, using: &generator) }
    let gap = Int(12 * generator.unit())
    let height = lines.reduce(0) { $0 + $1.height + gap }
    var image = GrayImage(
      width: lines.map(\.width).max() ?? 1, height: height, filledWith: 0)
    var y = 0
    for line in lines {
      image.paste(line, x: 0, y: y)
      y += line.height + gap
    }
    if generator.unit() < 0.4 { image.rule(rows: rows, columns: columns, using: &generator) }
    return image
  }

  // MARK: - Implementation

  /// A digit's tight picture, and which digit it is.
  private func randomDigit(
    using generator: inout some RandomNumberGenerator
  ) -> (image: GrayImage, label: Int) {
    let index = Int(generator.unit() * Double(digits.count))
    return (digits.image(index).trimmed(), Int(digits.labels[index]))
  }

  /// Pictures on a common base line, a little up or down, `gaps` pixels apart.
  private static func row(
    _ pictures: [GrayImage], gaps: [Int], using generator: inout some RandomNumberGenerator
  ) -> GrayImage {
    let wobble = 6
    let drops = pictures.map { _ in Int(Double(wobble) * generator.unit()) }
    let height = (pictures.map(\.height).max() ?? 1) + wobble
    let widths = pictures.map(\.width).reduce(0, +) + gaps.map { max($0, 0) }.reduce(0, +)
    var image = GrayImage(width: widths, height: height, filledWith: 0)
    var x = 0
    for (index, picture) in pictures.enumerated() {
      let top = height - wobble - picture.height + drops[index]
      image.paste(picture, x: x, y: top)
      // An overlap is at most a pixel more than a third of the narrower neighbour.
      let gap = index < gaps.count ? max(gaps[index], -picture.width / 3) : 0
      x += picture.width + gap
    }
    return image.trimmed()
  }
}

extension GrayImage {
  /// Draws what is often left of ruled paper and boxes: some of the lines between rows and columns.
  fileprivate mutating func rule(
    rows: Int, columns: Int, using generator: inout some RandomNumberGenerator
  ) {
    let radius = 0.5 + 1.2 * generator.unit()
    let share = 0.2 + 0.8 * generator.unit()
    let (right, bottom) = (Double(width) - 1, Double(height) - 1)
    let hasColumns = generator.unit() < 0.7
    for row in 0...rows where generator.unit() < share {
      let y = bottom * Double(row) / Double(rows)
      InkLine(points: [Point(0, y), Point(right, y)], radii: [radius, radius]).draw(into: &self)
    }
    for column in 0...columns where hasColumns && generator.unit() < share {
      let x = right * Double(column) / Double(columns)
      InkLine(points: [Point(x, 0), Point(x, bottom)], radii: [radius, radius]).draw(into: &self)
    }
  }
}
