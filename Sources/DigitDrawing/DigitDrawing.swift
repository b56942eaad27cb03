package import DigitData

/// One handwritten digit as ink lines, which can be drawn at any size.
package struct DigitDrawing: Hashable, Sendable {
  /// The style it is written in, which knows the digit.
  package let style: DigitStyle
  /// The lines in units of the digit's height.
  let lines: [InkLine]

  /// The digit that is drawn.
  package var digit: Int { style.digit }

  /// The style as `hand` writes it this time.
  ///
  /// Equal arguments, the generator's state among them, give equal drawings on every machine.
  package init(
    _ style: DigitStyle, hand: Handwriting, using generator: inout some RandomNumberGenerator
  ) {
    self.style = style
    lines = style.strokes.written(by: hand, using: &generator)
  }

  /// A digit in a random style by a random hand.
  package init(digit: Int, using generator: inout some RandomNumberGenerator) {
    let style = DigitStyle.random(of: digit, using: &generator)
    let hand = Handwriting(using: &generator)
    self.init(style, hand: hand, using: &generator)
  }

  /// Width of the drawn ink divided by its height.
  package var aspect: Double { inkBounds.size.x / inkBounds.size.y }

  /// The digit in white on black, as large as fits and in the middle.
  ///
  /// - Parameter margin: the least distance of the ink from the picture's edges, as a fraction of
  ///   the shorter side.
  package func draw(width: Int, height: Int, margin: Double = 0.12) -> GrayImage {
    let page = Point(Double(width), Double(height))
    let edge = margin * page.min()
    var image = GrayImage(width: width, height: height, filledWith: 0)
    draw(into: &image, low: Point(repeating: edge), high: page - edge)
    return image
  }

  /// Draws the digit in white into `image`, as large as fits between `low` and `high`, in pixels,
  /// and in the middle of them.
  package func draw(into image: inout GrayImage, low: Point, high: Point) {
    lines.draw(into: &image, low: low, high: high)
  }

  // MARK: - Implementation

  /// The rectangle around the ink, the pen's width included.
  var inkBounds: Box { lines.inkBounds }
}

// MARK: - MNIST's frame

extension DigitDrawing {
  /// The digit in white on black in MNIST's frame: 28 x 28 pixels, the ink in a box of 20 x 20
  /// whose centre of mass lies in the middle, to the whole pixel.
  ///
  /// LeCun, Bottou, Bengio and Haffner 1998, section III.A. The ink is drawn straight at its final
  /// size instead of being scaled down from a larger picture.
  package func drawAsMNIST() -> GrayImage {
    let centered = draw(low: Point(4, 4))
    var mass = 0.0
    var moment = Point.zero
    for y in 0..<28 {
      for x in 0..<28 {
        let ink = Double(centered[x, y])
        mass += ink
        moment += ink * Point(Double(x) + 0.5, Double(y) + 0.5)
      }
    }
    let shift = (14 - moment / mass).rounded(.toNearestOrAwayFromZero)
    return draw(low: 4 + shift.clamped(lowerBound: Point(-4, -4), upperBound: Point(4, 4)))
  }

  private func draw(low: Point) -> GrayImage {
    var image = GrayImage(width: 28, height: 28, filledWith: 0)
    draw(into: &image, low: low, high: low + 20)
    return image
  }
}
