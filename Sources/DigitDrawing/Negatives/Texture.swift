import DigitData

extension NegativeDrawing {
  /// Blobs, smudges, speckle, patterns and filled shapes.
  static func texture(using generator: inout some RandomNumberGenerator) -> GrayImage {
    let side = 40
    switch generator.unit() {
    case ..<0.3: return speckle(side: side, using: &generator)
    case ..<0.55: return smudge(side: side, using: &generator)
    case ..<0.75: return blobs(side: side, using: &generator)
    default: return pattern(side: side, using: &generator)
    }
  }

  /// Specks all over.
  private static func speckle(
    side: Int, using generator: inout some RandomNumberGenerator
  ) -> GrayImage {
    var image = GrayImage(width: side, height: side, filledWith: 0)
    for _ in 0..<6 + Int(60 * generator.unit()) {
      let place = Point(generator.unit(), generator.unit()) * Double(side)
      let radius = 0.4 + 1.6 * generator.unit()
      InkLine(points: [place, place], radii: [radius, radius]).draw(into: &image)
    }
    return image
  }

  /// A cloud: smooth noise above a level, with grey edges.
  private static func smudge(
    side: Int, using generator: inout some RandomNumberGenerator
  ) -> GrayImage {
    let (coarse, fine) = (
      Unsteadiness(1, using: &generator), Unsteadiness(1, using: &generator)
    )
    let level = -0.3 + generator.unit()
    let softness = 80 + 400 * generator.unit()
    let grain = 90 * generator.unit()
    return filled(side: side) { x, y in
      let place = Point(x, y)
      let value =
        coarse.displacement(at: place * Unsteadiness.extent).x
        + 0.6 * fine.displacement(at: (3 * place).fraction * Unsteadiness.extent).y
      return (value - level) * softness + grain * generator.bell()
    }
  }

  /// Filled discs and bars, alone or a few together.
  private static func blobs(
    side: Int, using generator: inout some RandomNumberGenerator
  ) -> GrayImage {
    var image = GrayImage(width: side, height: side, filledWith: 0)
    for _ in 0..<1 + Int(3 * generator.unit()) {
      let place = Point(0.2 + 0.6 * generator.unit(), 0.2 + 0.6 * generator.unit()) * Double(side)
      let reach = Point(generator.bell(), generator.bell()) * 4
      let radii = [3 + 9 * generator.unit(), 3 + 9 * generator.unit()]
      InkLine(points: [place, place + reach], radii: radii).draw(into: &image)
    }
    return image
  }

  /// Stripes, squares, dots on a grid, and filled triangles and boxes.
  private static func pattern(
    side: Int, using generator: inout some RandomNumberGenerator
  ) -> GrayImage {
    let period = 3 + 9 * generator.unit()
    let slope = 2 * generator.unit() - 1
    let kind = Int(5 * generator.unit())
    let (low, high) = (0.1 + 0.2 * generator.unit(), 0.7 + 0.3 * generator.unit())
    return filled(side: side) { x, y in
      let (column, row) = (x * Double(side), y * Double(side))
      let isInk =
        switch kind {
        case 0: (column + slope * row + 80).truncatingRemainder(dividingBy: period) < period / 2
        case 1:
          (Int(column / period) + Int(row / period)).isMultiple(of: 2)
        case 2:
          column.truncatingRemainder(dividingBy: period) < 2
            || row.truncatingRemainder(dividingBy: period) < 2
        case 3: x > low && x < high && y > low * 0.8 && y < high
        default: y > low && y < high && abs(x - 0.5) < (y - low) * (0.5 + 0.3 * slope)
        }
      return isInk ? 255 : 0
    }
  }

  private static func filled(
    side: Int, with ink: (_ x: Double, _ y: Double) -> Double
  ) -> GrayImage {
    var image = GrayImage(width: side, height: side, filledWith: 0)
    for y in 0..<side {
      for x in 0..<side {
        let value = ink((Double(x) + 0.5) / Double(side), (Double(y) + 0.5) / Double(side))
        image[x, y] = UInt8(max(0, min(255, value.rounded())))
      }
    }
    return image
  }
}

extension Point {
  /// Each coordinate without its whole part.
  fileprivate var fraction: Point { self - rounded(.down) }
}
