import DigitData
import DigitDrawing
import RecognizerRandomNumbers

/// A photographed page: a row of boxes, ruled lines below, digits that touch, and a shadow over a part.
struct SamplePage {
  /// The digits in the boxes.
  private static let boxed = [4, 0, 7, 1, 9, 2, 5]
  /// The words on each ruled line, and the paper between neighbours in units of their height.
  private static let lines: [(words: [[Int]], spacing: Double)] = [
    ([[1, 9, 8, 4], [2, 0, 3, 6]], 0.2), ([[5, 2, 6, 8, 3], [7, 4, 4, 0]], -0.012),
    ([[2, 7], [3, 9, 0], [6, 5, 8]], 0.18),
  ]
  private static let (width, height) = (704, 520)
  private static let digitHeight = 84.0
  private static let firstRule = 248
  private static let spacing = 118
  private static let box = (left: 27, top: 34, side: 86, pitch: 94)

  /// The page as a photograph in colour.
  ///
  /// The same seed gives the same pixels on every machine.
  static func picture(seed: UInt64) -> ColorImage {
    var generator = SplitMix64(seed: seed)
    let blank = GrayImage(width: width, height: height, filledWith: 0)
    var (frames, rules, ink) = (blank, blank, blank)
    let hand = Handwriting(using: &generator)
    for (column, digit) in boxed.enumerated() {
      let (left, top) = (box.left + column * box.pitch, box.top)
      frames.drawFrame(x: left, y: top, side: box.side, pen: 2, gray: 255)
      write([[digit]], spacing: 0, height: 0.76 * digitHeight, hand, on: &ink, using: &generator) {
        (left + (box.side - $0.width) / 2, top + (box.side - $0.height) / 2)
      }
    }
    for (row, line) in lines.enumerated() {
      let rule = firstRule + row * spacing
      for y in rule..<rule + 2 { for x in 0..<width { rules[x, y] = 255 } }
      let hand = Handwriting(using: &generator)
      var x = 48
      write(
        line.words, spacing: line.spacing, height: digitHeight, hand, on: &ink, using: &generator
      ) { word in
        defer { x += word.width + Int(0.75 * digitHeight) }
        // The feet of the digits just cross the line.
        return (x, rule + 6 - word.height)
      }
    }
    return photograph(frames, rules, ink)
  }

  /// Writes words by one hand, each where `place` puts its picture.
  private static func write(
    _ words: [[Int]], spacing: Double, height: Double, _ hand: Handwriting,
    on ink: inout GrayImage, using generator: inout SplitMix64,
    at place: (GrayImage) -> (x: Int, y: Int)
  ) {
    for word in words {
      var pen = hand
      pen.penWidth = min(pen.penWidth, 0.1)
      let line = DigitLine(word, hand: pen, spacing: spacing, using: &generator)
      let image = line.draw(digitHeight: height, margin: 0).image
      let (x, y) = place(image)
      ink.lighten(with: image, x: x, y: y)
    }
  }

  // MARK: - Light

  private static let paper = SIMD3(246.0, 240, 226)
  private static let frame = SIMD3(176.0, 120, 104)
  private static let rule = SIMD3(150.0, 186, 214)
  private static let pen = SIMD3(34.0, 48, 112)

  /// The layers one above the other under uneven light.
  private static func photograph(
    _ frames: GrayImage, _ rules: GrayImage, _ ink: GrayImage
  ) -> ColorImage {
    var pixels: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        var color = paper
        for (layer, tint) in [(frames, frame), (rules, rule), (ink, pen)] {
          color += (tint - color) * (Double(layer[x, y]) / 255)
        }
        color *= light(Double(x), Double(y))
        for channel in 0..<3 { pixels.append(UInt8(color[channel].rounded())) }
        pixels.append(255)
      }
    }
    return ColorImage(width: width, height: height, pixels: pixels)
  }

  /// The share of the light at a place: less to the right, and a shadow with a soft edge at the lower
  /// right.
  private static func light(_ x: Double, _ y: Double) -> Double {
    let even = 1 - 0.1 * x / Double(width)
    // Pixels from the edge of the shadow, along its normal.
    let inside = 0.6 * (x - Double(width)) + 0.8 * (y - 0.36 * Double(height))
    let share = min(max(inside / 60 + 0.5, 0), 1)
    let light = even * (1 - 0.45 * share * share * (3 - 2 * share))
    // Steps that nobody sees keep the file small.
    return (light * 100).rounded() / 100
  }
}
