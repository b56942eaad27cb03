package import DigitData

/// Digits written beside one another by one hand.
package struct DigitLine: Hashable, Sendable {
  /// The digits from left to right.
  package let digits: [DigitDrawing]
  /// The rectangle around each digit's ink, in units of the common height.
  private let places: [Box]

  /// A drawn line.
  package struct Picture: Hashable, Sendable {
    /// White ink on black.
    package let image: GrayImage
    /// The rectangle around each digit's ink in `image`, in pixels, from left to right.
    package let boxes: [Box]
  }

  /// `digits` as `hand` writes them, with `spacing` between neighbours.
  ///
  /// - Parameters:
  ///   - spacing: the empty paper between the ink of neighbours in units of their height; below 0
  ///     neighbours overlap.
  ///   - unevenness: standard deviation of heights and middles, as a fraction of the height.
  package init(
    _ digits: [Int], hand: Handwriting, spacing: Double = 0.2, unevenness: Double = 0.04,
    using generator: inout some RandomNumberGenerator
  ) {
    var drawings: [DigitDrawing] = []
    var places: [Box] = []
    // A hand writes a digit in one style throughout.
    let habits = (0...9).map { DigitStyle.random(of: $0, using: &generator) }
    var x = 0.0
    for digit in digits {
      let drawing = DigitDrawing(
        habits[digit], hand: hand.varied(using: &generator), using: &generator)
      let height = 1 + unevenness * generator.bell()
      let top = unevenness * generator.bell() - height / 2
      let width = drawing.aspect * height
      places.append(Box(low: Point(x, top), high: Point(x + width, top + height)))
      drawings.append(drawing)
      x += width + spacing
    }
    self.digits = drawings
    self.places = places
  }

  /// The digits' characters in their order.
  package var text: String { digits.map { String($0.digit) }.joined() }

  /// The line with digits about `digitHeight` pixels high and `margin` pixels of paper around.
  package func draw(digitHeight: Double, margin: Double) -> Picture {
    guard let first = places.first else {
      let side = Int(2 * margin)
      return Picture(image: GrayImage(width: side, height: side, filledWith: 0), boxes: [])
    }
    let low = places.reduce(first.low) { pointwiseMin($0, $1.low) }
    let high = places.reduce(first.high) { pointwiseMax($0, $1.high) }
    let size = (high - low) * digitHeight + 2 * margin
    var image = GrayImage(
      width: Int(size.x.rounded(.up)), height: Int(size.y.rounded(.up)), filledWith: 0)
    let boxes = places.map {
      Box(
        low: ($0.low - low) * digitHeight + margin, high: ($0.high - low) * digitHeight + margin)
    }
    for (digit, box) in zip(digits, boxes) {
      digit.draw(into: &image, low: box.low, high: box.high)
    }
    return Picture(image: image, boxes: boxes)
  }
}
