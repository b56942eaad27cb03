import DigitData

/// A 28 x 28 digit with bright ink, put into a larger canvas as a user's picture might hold it.
struct PastedDigit {
  let image: GrayImage

  /// The digit enlarged `scale` times by repeating pixels, its top left corner at (`x`, `y`) of a
  /// canvas of that size.
  init(
    _ digit: GrayImage, scale: Int, x left: Int, y top: Int, canvas: Int, inverted: Bool = false
  ) {
    var image = GrayImage(width: canvas, height: canvas, filledWith: inverted ? 255 : 0)
    for y in 0..<digit.height * scale {
      for x in 0..<digit.width * scale {
        let gray = digit[x / scale, y / scale]
        image[left + x, top + y] = inverted ? 255 - gray : gray
      }
    }
    self.image = image
  }

  /// At a random place, scale 2 to 6 and polarity.
  init(_ digit: GrayImage, using generator: inout some RandomNumberGenerator) {
    let scale = Int.random(in: 2...6, using: &generator)
    let canvas = digit.width * scale + 40
    self.init(
      digit, scale: scale, x: Int.random(in: 1...39, using: &generator),
      y: Int.random(in: 1...39, using: &generator), canvas: canvas,
      inverted: Bool.random(using: &generator))
  }
}

/// How far a 28 x 28 picture is moved against another, in pixels, and what differs beyond that.
///
/// The window around a narrow digit starts at a whole pixel of the source, so that an enlarged
/// digit may come back moved by a part of a pixel; interpolating linearly is then exact, because an
/// average by area is linear. Only a hair line that falls between two columns differs: its peak is
/// stretched anew.
struct Displacement {
  /// Columns and rows from the second picture's centre of mass to the first's.
  let x: Double
  let y: Double
  /// The mean absolute difference once the second is moved, in grey levels.
  let residual: Double

  init(of moved: [UInt8], from original: [UInt8]) {
    let (to, from) = (centreOfMass(moved), centreOfMass(original))
    (x, y) = (to.x - from.x, to.y - from.y)
    let (columns, rows) = (x.rounded(.down), y.rounded(.down))
    let (partX, partY) = (x - columns, y - rows)
    func gray(_ x: Int, _ y: Int) -> Double {
      (0..<28).contains(x) && (0..<28).contains(y) ? Double(original[y * 28 + x]) : 0
    }
    var sum = 0.0
    for row in 0..<28 {
      for column in 0..<28 {
        let (right, low) = (column - Int(columns), row - Int(rows))
        let upper = partX * gray(right - 1, low - 1) + (1 - partX) * gray(right, low - 1)
        let lower = partX * gray(right - 1, low) + (1 - partX) * gray(right, low)
        let expected = partY * upper + (1 - partY) * lower
        sum += abs(Double(moved[row * 28 + column]) - expected)
      }
    }
    residual = sum / 784
  }
}

/// The centre of mass of a 28 x 28 picture, with pixel centres at halves.
func centreOfMass(_ pixels: [UInt8]) -> (x: Double, y: Double) {
  var (total, x, y) = (0.0, 0.0, 0.0)
  for (index, ink) in pixels.enumerated() {
    total += Double(ink)
    x += Double(ink) * (Double(index % 28) + 0.5)
    y += Double(ink) * (Double(index / 28) + 0.5)
  }
  return (x / total, y / total)
}

extension GrayImage {
  /// Light and dark exchanged.
  var inverted: GrayImage {
    GrayImage(width: width, height: height, pixels: pixels.map { 255 - $0 })
  }

  /// Black with white rectangles.
  init(width: Int, height: Int, rectangles: [(x: Range<Int>, y: Range<Int>)]) {
    self.init(width: width, height: height, filledWith: 0)
    for rectangle in rectangles {
      for y in rectangle.y { for x in rectangle.x { self[x, y] = 255 } }
    }
  }
}
