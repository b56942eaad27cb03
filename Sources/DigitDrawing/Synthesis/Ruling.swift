package import DigitData

/// The printed lines of ruled or squared paper.
struct Ruling {
  /// Pixels between neighbouring lines.
  let spacing: Double
  private let isSquared: Bool
  private let pen: Int
  private let gray: UInt8

  /// Lines `spacing` pixels apart; squares are as wide as they are high.
  init(spacing: Double, using generator: inout some RandomNumberGenerator) {
    self.spacing = spacing
    isSquared = generator.unit() < 0.35
    pen = 1 + Int(2 * generator.unit())
    gray = UInt8(40 + 170 * generator.unit())
  }

  /// Draws the lines in white; what is brighter stays.
  ///
  /// - Parameter first: the row of one of the lines.
  func draw(on image: inout GrayImage, from first: Double) {
    for line in positions(from: first, below: image.height) {
      for x in 0..<image.width { image[x, line] = max(image[x, line], gray) }
    }
    guard isSquared else { return }
    for line in positions(from: first, below: image.width) {
      for y in 0..<image.height { image[line, y] = max(image[line, y], gray) }
    }
  }

  private func positions(from first: Double, below limit: Int) -> [Int] {
    let start = first - (first / spacing).rounded(.down) * spacing
    return stride(from: start, to: Double(limit), by: spacing).flatMap { line in
      (Int(line)..<Int(line) + pen).filter { $0 < limit }
    }
  }
}

extension GrayImage {
  /// Draws a square frame whose outer top left corner is at (`x`, `y`); what is brighter stays.
  package mutating func drawFrame(x left: Int, y top: Int, side: Int, pen: Int, gray: UInt8) {
    for y in top..<top + side + pen {
      for x in left..<left + side + pen {
        let isInside =
          x >= left + pen && x < left + side && y >= top + pen && y < top + side
        if !isInside, x < width, y < height { self[x, y] = max(self[x, y], gray) }
      }
    }
  }

  /// Adds the ink of `image` with its top left corner at (`x`, `y`); the brighter pixel stays.
  package mutating func lighten(with image: GrayImage, x left: Int, y top: Int) {
    for row in 0..<image.height where (0..<height).contains(top + row) {
      for column in 0..<image.width where (0..<width).contains(left + column) {
        self[left + column, top + row] = max(self[left + column, top + row], image[column, row])
      }
    }
  }
}
