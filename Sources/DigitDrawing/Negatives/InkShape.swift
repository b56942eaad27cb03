import DigitData

/// The place and the spread of a picture's ink.
struct InkShape {
  /// The sum of all ink, 255 for each full pixel.
  let mass: Double
  /// The variances across and down, and the covariance, in square pixels.
  private let across: Double
  private let down: Double
  private let tilt: Double

  init(_ image: GrayImage) {
    var (mass, sum, squares, product) = (0.0, Point.zero, Point.zero, 0.0)
    for y in 0..<image.height {
      for x in 0..<image.width where image[x, y] > 0 {
        let (ink, place) = (Double(image[x, y]), Point(Double(x), Double(y)))
        mass += ink
        sum += ink * place
        squares += ink * place * place
        product += ink * place.x * place.y
      }
    }
    self.mass = mass
    let total = max(mass, 1)
    let mean = sum / total
    let spread = squares / total - mean * mean
    (across, down, tilt) = (spread.x, spread.y, product / total - mean.x * mean.y)
  }

  /// Whether there is more than a speck.
  var hasInk: Bool { mass > 12 * 255 }

  /// Whether the ink is one stroke that is nearer to upright than to level.
  ///
  /// Its length is then at least four times its width, by the eigenvalues of the covariance.
  var looksLikeOne: Bool {
    let (half, difference) = ((across + down) / 2, (down - across) / 2)
    let root = (difference * difference + tilt * tilt).squareRoot()
    let isLong = half + root > 9 * max(half - root, 1e-9)
    return isLong && down > 0.7 * across
  }
}
