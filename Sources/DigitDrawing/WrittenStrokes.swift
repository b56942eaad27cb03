import DigitData

extension [Stroke] {
  /// The strokes as `hand` writes them this time: as ink, in units of the height of what is written.
  ///
  /// Equal arguments, the generator's state among them, give equal lines on every machine.
  func written(
    by hand: Handwriting, using generator: inout some RandomNumberGenerator
  ) -> [InkLine] {
    let unsteadiness = Unsteadiness(hand.unsteadiness, using: &generator)
    return map { stroke in
      // Moving the few points that the curve is drawn through keeps it smooth.
      let points = stroke.moved { hand.place(unsteadiness.move($0)) }.flattened()
      let (start, middle, end) = (generator.bell(), generator.bell(), generator.bell())
      let radii = points.indices.map { index in
        let t = Double(index) / Double(points.count - 1)
        let (s, u) = (1 - t, 2 * t * (1 - t))
        let swelling = start * s * s + middle * u + end * t * t
        return hand.penWidth / 2 * (1 + hand.penVariation / 3 * swelling)
      }
      return InkLine(points: points, radii: radii)
    }
  }
}

extension [InkLine] {
  /// The rectangle around the ink, the pen's width included.
  var inkBounds: Box {
    var bounds = Box(around: map(\.points))
    let reach = Point(repeating: flatMap(\.radii).max() ?? 0)
    bounds.low -= reach
    bounds.high += reach
    return bounds
  }

  /// Draws the lines in white into `image`, as large as fits between `low` and `high`, in pixels,
  /// and in the middle of them.
  func draw(into image: inout GrayImage, low: Point, high: Point) {
    let bounds = inkBounds
    let scale = ((high - low) / bounds.size).min()
    let offset = (low + high) / 2 - (bounds.low + bounds.high) / 2 * scale
    for line in self { line.placed(scale: scale, offset: offset).draw(into: &image) }
  }
}
