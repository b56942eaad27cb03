package import DigitData

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The slant of a digit to the right, in degrees from upright.
package enum Slant {
  /// The angle of a line that goes `slope` columns to the right for each row up.
  package static func degrees(slope: Double) -> Double { atan(slope) * 180 / .pi }

  /// Columns to the right for each row up of a line at this angle.
  package static func slope(degrees: Double) -> Double { tan(degrees * .pi / 180) }

  /// The slant of a picture by the moments of its ink.
  package static func byMoments(_ image: GrayImage) -> Double {
    degrees(slope: InkMoments(image).slope)
  }
}

extension GrayImage {
  /// The digit leaning further to the right by `slope`, framed as MNIST frames digits.
  func leaning(by slope: Double) -> GrayImage {
    // Room for corners that a steep shear moves out of the frame.
    let margin = width / 2
    let side = [UInt8](repeating: 0, count: margin)
    let rows = (0..<height).flatMap { side + pixels[$0 * width..<($0 + 1) * width] + side }
    let wide = GrayImage(width: width + 2 * margin, height: height, pixels: rows)
    let sheared = wide.sheared(slope: Float(slope), about: Float(InkMoments(self).row))
    guard let box = sheared.inkBox else { return self }
    let ink = sheared.cropped(to: box).pixels
    return GrayImage(
      width: PreparedImage.side, height: PreparedImage.side,
      pixels: MNISTFrame.frame(ink, width: box.width, height: box.height))
  }

  /// The tight box around all that is not background.
  private var inkBox: PixelBox? {
    var (left, right, top, bottom) = (width, -1, height, -1)
    for y in 0..<height {
      let row = pixels[y * width..<(y + 1) * width]
      guard let first = row.firstIndex(where: { $0 > 0 }),
        let last = row.lastIndex(where: { $0 > 0 })
      else { continue }
      (left, right) = (min(left, first - y * width), max(right, last - y * width))
      (top, bottom) = (min(top, y), y)
    }
    guard bottom >= top else { return nil }
    return PixelBox(x: left, y: top, width: right - left + 1, height: bottom - top + 1)
  }
}

/// The position and slant of a picture's ink.
package struct InkMoments: Hashable, Sendable {
  /// The ink's centre of mass, in columns; pixel centres are whole numbers.
  package let column: Double
  /// The ink's centre of mass, in rows.
  package let row: Double
  /// Columns to the right for each row up: the slope of the line through the ink's centre that
  /// has the least squared distances along rows.
  ///
  /// `-mu11 / mu02`, the central moments of columns with rows and of rows: the usual way to measure
  /// slant, and the shear that makes ink narrowest.
  package let slope: Double
  /// How many times longer than wide the ink is: the root of the ratio of the variances along and
  /// across its principal axis.
  package let elongation: Double

  /// The moments of `pixels`; the middle of the picture, upright, where it has no ink.
  package init(_ image: GrayImage) {
    var (mass, column, row) = (0.0, 0.0, 0.0)
    image.forEachInk { x, y, ink in
      mass += ink
      column += ink * x
      row += ink * y
    }
    guard mass > 0 else {
      self.column = Double(image.width - 1) / 2
      self.row = Double(image.height - 1) / 2
      slope = 0
      elongation = 1
      return
    }
    column /= mass
    row /= mass
    var (mixed, vertical, horizontal) = (0.0, 0.0, 0.0)
    image.forEachInk { [column, row] x, y, ink in
      mixed += ink * (x - column) * (y - row)
      vertical += ink * (y - row) * (y - row)
      horizontal += ink * (x - column) * (x - column)
    }
    self.column = column
    self.row = row
    slope = vertical > 0 ? -mixed / vertical : 0
    // The eigenvalues of the covariance. One pixel's width has a variance of a twelfth.
    let half = (vertical - horizontal) / 2
    let (middle, spread) = ((vertical + horizontal) / 2, (half * half + mixed * mixed).squareRoot())
    elongation = ((middle + spread) / max(middle - spread, mass / 12)).squareRoot()
  }
}

extension GrayImage {
  /// Calls `body` with column, row and amount of each pixel that has ink.
  fileprivate func forEachInk(_ body: (_ x: Double, _ y: Double, _ ink: Double) -> Void) {
    for y in 0..<height {
      for x in 0..<width where self[x, y] > 0 { body(Double(x), Double(y), Double(self[x, y])) }
    }
  }
}

/// The slant of digits by the moments of their ink, as a competitor of networks.
package struct MomentFormula: Sendable {
  /// The factor of the moments' angle.
  package let factor: Double
  /// The offset added after the factor, in degrees.
  package let offset: Double

  /// The moments as they are.
  package static let plain = MomentFormula(factor: 1, offset: 0)

  private init(factor: Double, offset: Double) {
    self.factor = factor
    self.offset = offset
  }

  /// The straight line of what the moments say that fits the angles of `images` best.
  package init(fitting images: RegressionImages) {
    let said = (0..<images.count).map { Slant.byMoments(images.image($0)) }
    let count = Double(max(images.count, 1))
    let mean = (
      said.reduce(0, +) / count, images.values.reduce(0) { $0 + Double($1) } / count
    )
    var (mixed, square) = (0.0, 0.0)
    for (said, angle) in zip(said, images.values) {
      mixed += (said - mean.0) * (Double(angle) - mean.1)
      square += (said - mean.0) * (said - mean.0)
    }
    factor = square > 0 ? mixed / square : 0
    offset = mean.1 - factor * mean.0
  }

  /// Measures the formula on digits whose slant is known.
  package func evaluation(on images: RegressionImages) -> RegressionEvaluation {
    RegressionEvaluation(
      predicted: (0..<images.count).map {
        Float(factor * Slant.byMoments(images.image($0)) + offset)
      }, values: images.values)
  }
}
