package import DigitData

/// Strokes that other hands add to digits: the slash of a 0, up-strokes and feet of a 1, the bar of
/// a 7, the curl of a 9.
///
/// MNIST's 1s are bare sticks, and few of its 7s are barred; most of the world learns to write both
/// otherwise. The strokes are drawn with the pen of the digit that is there, whatever its hand.
package enum RegionalStrokes {
  /// Columns and rows of empty paper to each side that the strokes may need, in units of the
  /// digit's height.
  private static let room = 0.5

  /// A tight picture of `digit`, ink bright, with a stroke that other hands would add; `nil` where
  /// there is none to add.
  package static func added(
    to picture: GrayImage, digit: Int, using generator: inout some RandomNumberGenerator
  ) -> GrayImage? {
    let height = Double(picture.height)
    guard picture.height >= 12, let lines = lines(for: digit, of: picture, using: &generator)
    else { return nil }
    let margin = Int(room * height)
    var canvas = GrayImage(
      width: picture.width + 2 * margin, height: picture.height + 2 * margin, filledWith: 0)
    canvas.paste(picture, x: margin, y: margin)
    let offset = Point(repeating: Double(margin))
    for line in lines { line.placed(scale: 1, offset: offset).draw(into: &canvas) }
    return canvas.trimmed()
  }

  // MARK: - Implementation

  private static func lines(
    for digit: Int, of picture: GrayImage, using generator: inout some RandomNumberGenerator
  ) -> [InkLine]? {
    switch digit {
    case 0: zero(picture, using: &generator)
    case 1: one(picture, using: &generator)
    case 7: seven(picture, using: &generator)
    case 9: nine(picture, using: &generator)
    default: nil
    }
  }

  /// A slash from the lower left to the upper right.
  private static func zero(
    _ picture: GrayImage, using generator: inout some RandomNumberGenerator
  ) -> [InkLine]? {
    let size = Point(Double(picture.width), Double(picture.height))
    let reach = size * Point(0.3 + 0.3 * generator.unit(), -0.25 - 0.25 * generator.unit())
    let radius = radius(of: picture, length: 2.5 * size.y)
    let slash = Stroke(points: [size / 2 - reach, size / 2 + reach])
    return [line(slash, radius: radius, using: &generator)]
  }

  /// An up-stroke before the stem, sometimes a foot.
  private static func one(
    _ picture: GrayImage, using generator: inout some RandomNumberGenerator
  ) -> [InkLine]? {
    let height = Double(picture.height)
    // One that has an up-stroke or a foot already is wide.
    guard Double(picture.width) < 0.55 * height,
      let top = run(in: picture, row: 2), let foot = run(in: picture, row: picture.height - 3)
    else { return nil }
    let radius = radius(of: picture, length: height)
    var lines: [InkLine] = []
    if generator.unit() < 0.85 {
      // The longer the up-stroke, the closer it stays to the stem: else a 7 is written.
      let length = height * (0.2 + 0.65 * generator.unit())
      let spread = 0.3 + max(0.5, 1.25 - length / height) * generator.unit()
      let start = Point(top.middle, 1 + radius / 2)
      // From the stem's own direction, so that a slanted 1 keeps its angle.
      let stem = Point(foot.middle - top.middle, height)
      let along = stem / (stem * stem).sum().squareRoot()
      let away = Point(-along.y, along.x)
      let direction = along + spread * away
      let end = start + direction * (length / (1 + spread * spread).squareRoot())
      let bend = away * (0.08 * height * generator.bell() / 2)
      let stroke = Stroke(points: [start, (start + end) / 2 + bend, end])
      lines.append(line(stroke, radius: radius, using: &generator))
    }
    if lines.isEmpty || generator.unit() < 0.25 {
      let y = height - radius
      let (left, right) = (
        height * (0.12 + 0.3 * generator.unit()), height * (0.12 + 0.3 * generator.unit())
      )
      let tilt = 0.03 * height * generator.bell()
      let stroke = Stroke(points: [
        Point(foot.middle - left, y - tilt), Point(foot.middle + right, y + tilt),
      ])
      lines.append(line(stroke, radius: radius, using: &generator))
    }
    return lines
  }

  /// A bar through the stem, sometimes a serif at the top's start.
  private static func seven(
    _ picture: GrayImage, using generator: inout some RandomNumberGenerator
  ) -> [InkLine]? {
    let height = Double(picture.height)
    let row = Int(height * (0.42 + 0.2 * generator.unit()))
    guard let stem = run(in: picture, row: row), stem.width < 0.4 * height else { return nil }
    let radius = min(radius(of: picture, length: 1.7 * height), stem.width / 2 + 0.5)
    let (left, right) = (
      height * (0.14 + 0.3 * generator.unit()), height * (0.14 + 0.3 * generator.unit())
    )
    let tilt = height * (0.03 + 0.04 * generator.bell())
    let bar = Stroke(points: [
      Point(stem.middle - left, Double(row) + tilt), Point(stem.middle + right, Double(row) - tilt),
    ])
    var lines = [line(bar, radius: radius, using: &generator)]
    if generator.unit() < 0.25, let top = leftmost(in: picture, rows: picture.height / 3) {
      let end = top + Point(-0.04 * height, height * (0.1 + 0.1 * generator.unit()))
      lines.append(line(Stroke(points: [top, end]), radius: radius, using: &generator))
    }
    return lines
  }

  /// A curl to the left at the end of the stem.
  private static func nine(
    _ picture: GrayImage, using generator: inout some RandomNumberGenerator
  ) -> [InkLine]? {
    let height = Double(picture.height)
    guard let end = run(in: picture, row: picture.height - 2), end.width < 0.25 * height
    else { return nil }
    let radius = radius(of: picture, length: 2.2 * height)
    let start = Point(end.middle, height - 1.5)
    let (reach, rise) = (
      height * (0.2 + 0.25 * generator.unit()), height * (-0.02 + 0.16 * generator.unit())
    )
    let curl = Stroke(points: [
      start, start + Point(-0.45 * reach, 0.07 * height), start + Point(-reach, -rise),
    ])
    return [line(curl, radius: radius, using: &generator)]
  }

  private static func line(
    _ stroke: Stroke, radius: Double, using generator: inout some RandomNumberGenerator
  ) -> InkLine {
    let points = stroke.flattened(steps: 4)
    let (start, end) = (0.85 + 0.2 * generator.unit(), 0.75 + 0.3 * generator.unit())
    let radii = points.indices.map { index in
      let t = Double(index) / Double(points.count - 1)
      return radius * (start * (1 - t) + end * t)
    }
    return InkLine(points: points, radii: radii)
  }

  /// Half the pen's width, from all ink along a path of this length.
  private static func radius(of picture: GrayImage, length: Double) -> Double {
    let ink = picture.pixels.reduce(0) { $0 + Double($1) } / 255
    return max(0.6, ink / length / 2)
  }

  /// The middle and the width of the rightmost ink in a row.
  private static func run(in picture: GrayImage, row: Int) -> (middle: Double, width: Double)? {
    guard (0..<picture.height).contains(row) else { return nil }
    let isInk = { (x: Int) in picture[x, row] > 100 }
    guard let last = (0..<picture.width).last(where: isInk) else { return nil }
    let before = (0..<last).last { !isInk($0) }
    let first = before.map { $0 + 1 } ?? 0
    return (Double(first + last + 1) / 2, Double(last + 1 - first))
  }

  /// The leftmost ink of the first rows.
  private static func leftmost(in picture: GrayImage, rows: Int) -> Point? {
    for x in 0..<picture.width {
      if let y = (0..<rows).first(where: { picture[x, $0] > 100 }) {
        return Point(Double(x) + 1, Double(y) + 0.5)
      }
    }
    return nil
  }
}
