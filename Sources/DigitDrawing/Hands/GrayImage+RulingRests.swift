package import DigitData

/// Traces of removed ruling lines at a digit: remains of the lines, and gaps in the strokes that they
/// crossed.
///
/// All lengths are in units of a twentieth of the digit's height, which is a pixel of MNIST.
extension GrayImage {
  /// A tight picture of a digit, ink bright, with the rest of a ruling line beside or across it.
  ///
  /// A long rest is faint, and a dark one short: dark lines are found and taken away.
  package func withRestOfRuling(
    using generator: inout some RandomNumberGenerator
  ) -> GrayImage {
    let unit = Double(height) / 20
    let margin = Int(4 * unit)
    var canvas = GrayImage(
      width: width + 2 * margin, height: height + 2 * margin, filledWith: 0)
    let (isLevel, isFaint) = (generator.unit() < 0.5, generator.unit() < 0.6)
    let (length, across) =
      isLevel
      ? (Double(canvas.width), Double(canvas.height))
      : (Double(canvas.height), Double(canvas.width))
    let part = isFaint ? 0.4 + 0.6 * generator.unit() : 0.1 + 0.2 * generator.unit()
    let start = (1 - part) * length * generator.unit()
    // Near an edge of the digit more often than through it.
    let isOutside = generator.unit() < 0.6
    let depth = (isOutside ? 4 : 8) * unit * generator.unit()
    let place = generator.unit() < 0.5 ? depth : across - depth
    let tilt = 0.02 * length * generator.bell()
    let points = [Point(start, place - tilt), Point(start + part * length, place + tilt)]
      .map { isLevel ? $0 : Point($0.y, $0.x) }
    let radius = (0.3 + 0.5 * generator.unit()) * unit
    InkLine(points: points, radii: [radius, radius]).draw(into: &canvas)
    let strength = isFaint ? 0.15 + 0.35 * generator.unit() : 0.5 + 0.5 * generator.unit()
    canvas.pixels = canvas.pixels.map { UInt8(strength * Double($0)) }
    canvas.paste(self, x: margin, y: margin)
    return canvas.trimmed()
  }

  /// A tight picture of a digit, ink bright, where a ruling line was taken away and took some of
  /// the strokes that it crossed.
  package func withGapOfRuling(
    using generator: inout some RandomNumberGenerator
  ) -> GrayImage {
    let unit = Double(height) / 20
    let isLevel = generator.unit() < 0.6
    let (length, across) = isLevel ? (width, height) : (height, width)
    // A narrow digit would be lost as a whole under an upright line.
    guard Double(across) > 8 * unit else { return self }
    let place = (0.1 + 0.8 * generator.unit()) * Double(across)
    let reach = (0.35 + 0.5 * generator.unit()) * unit
    let slope = 0.03 * generator.bell()
    let kept = 0.6 * generator.unit() * generator.unit()
    var picture = self
    for along in 0..<length {
      let middle = place + slope * (Double(along) - Double(length) / 2)
      let low = max(0, Int((middle - reach).rounded()))
      let high = min(across, Int((middle + reach).rounded()))
      for place in low..<max(low, high) {
        let (x, y) = isLevel ? (along, place) : (place, along)
        picture[x, y] = UInt8(kept * Double(picture[x, y]))
      }
    }
    return picture.trimmed()
  }
}
