package import DigitData

extension GrayImage {
  /// The same strokes by a finer pen, at three times the size.
  ///
  /// Grey erosion with a square takes two pixels of width at a time; where the stroke is narrow
  /// already, half of its ink stays, so that few strokes break.
  ///
  /// - Parameter pen: the width to come near to, in pixels of this picture.
  package func thinned(to pen: Double) -> GrayImage {
    var picture = resized(width: 3 * width, height: 3 * height)
    let steps = Int(((picture.strokeWidth - 3 * pen) / 2).rounded())
    for _ in 0..<max(0, steps) {
      let eroded = picture.eroded()
      guard eroded.pixels.contains(where: { $0 > 128 }) else { break }
      for index in eroded.pixels.indices {
        picture.pixels[index] = max(eroded.pixels[index], picture.core(at: index))
      }
    }
    return picture
  }

  /// The same strokes by a pen that presses less on one side, or in light that is weaker there: ink fades
  /// to a fifth to three fifths, steadily and in any direction.
  package func faded(using generator: inout some RandomNumberGenerator) -> GrayImage {
    let least = 0.2 + 0.4 * generator.unit()
    let (across, down) = (2 * generator.unit() - 1, 2 * generator.unit() - 1)
    let reach = max(abs(across) + abs(down), 0.01)
    let middle = 1.2 * generator.unit() - 0.6
    let slope = 0.8 + 1.6 * generator.unit()
    var picture = self
    for y in 0..<height {
      for x in 0..<width {
        // From -1 to 1 between two corners of the picture.
        let (column, row) = (2 * Double(x) / Double(width) - 1, 2 * Double(y) / Double(height) - 1)
        let place = (across * column + down * row) / reach
        let share = 0.5 + 0.5 * max(-1, min(1, slope * (place - middle)))
        picture[x, y] = UInt8(Double(self[x, y]) * (least + (1 - least) * share))
      }
    }
    return picture
  }

  /// Twice the area divided by the length of the edges.
  private var strokeWidth: Double {
    var (area, edges) = (0, 0)
    for y in 0..<height {
      for x in 0..<width where self[x, y] > 128 {
        area += 1
        if x + 1 >= width || self[x + 1, y] <= 128 { edges += 1 }
        if x == 0 || self[x - 1, y] <= 128 { edges += 1 }
        if y + 1 >= height || self[x, y + 1] <= 128 { edges += 1 }
        if y == 0 || self[x, y - 1] <= 128 { edges += 1 }
      }
    }
    return edges == 0 ? 0 : 2 * Double(area) / Double(edges) * 1.2
  }

  /// The ink of a pixel on a ridge, between two pixels without ink; 0 for any other pixel.
  private func core(at index: Int) -> UInt8 {
    let (x, y) = (index % width, index / width)
    guard x > 0, y > 0, x + 1 < width, y + 1 < height else { return 0 }
    let across = self[x - 1, y] < 128 && self[x + 1, y] < 128
    let down = self[x, y - 1] < 128 && self[x, y + 1] < 128
    return across || down ? self[x, y] : 0
  }

  /// The least of each pixel and its eight neighbours; outside there is no ink.
  private func eroded() -> GrayImage {
    var rows = GrayImage(width: width, height: height, filledWith: 0)
    for y in 0..<height where width > 2 {
      for x in 1..<width - 1 { rows[x, y] = min(self[x - 1, y], self[x, y], self[x + 1, y]) }
    }
    var result = GrayImage(width: width, height: height, filledWith: 0)
    for y in 1..<max(1, height - 1) {
      for x in 0..<width { result[x, y] = min(rows[x, y - 1], rows[x, y], rows[x, y + 1]) }
    }
    return result
  }
}
