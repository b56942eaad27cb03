/// One hand's habits, which its digits have in common.
///
/// Lengths are in units of a digit's height. Only additions, multiplications, divisions and
/// square roots are used, which IEEE 754 rounds the same everywhere, so that one seed gives the
/// same picture on every machine; the mathematical library's sine and logarithm do not.
package struct Handwriting: Hashable, Sendable {
  /// Distance by which the top leans to the right of the bottom.
  package var slant: Double
  /// Tangent of half the angle by which a digit is turned clockwise.
  package var halfTurn: Double
  /// Width relative to the style's own.
  package var aspect: Double
  /// Standard deviation of the bumps and dents that the hand puts into the curves.
  package var unsteadiness: Double
  /// Width of the pen's line.
  package var penWidth: Double
  /// Variation of the pen's width along a stroke, 0 to 1 of the width.
  package var penVariation: Double

  /// A hand with the given habits; without any it writes each style as it is defined.
  package init(
    slant: Double = 0, halfTurn: Double = 0, aspect: Double = 1, unsteadiness: Double = 0,
    penWidth: Double = 0.1, penVariation: Double = 0
  ) {
    self.slant = slant
    self.halfTurn = halfTurn
    self.aspect = aspect
    self.unsteadiness = unsteadiness
    self.penWidth = penWidth
    self.penVariation = penVariation
  }

  /// A hand drawn at random among those that people read without effort.
  package init(using generator: inout some RandomNumberGenerator) {
    slant = 0.12 + 0.17 * generator.bell()
    halfTurn = 0.035 * generator.bell()
    aspect = 1 + 0.14 * generator.bell()
    unsteadiness = 0.015 + 0.035 * generator.unit()
    penWidth = 0.065 + 0.1 * generator.unit()
    penVariation = 0.3 * generator.unit()
  }

  /// This hand a moment later: the same habits, never quite the same digit.
  package func varied(using generator: inout some RandomNumberGenerator) -> Handwriting {
    var hand = self
    hand.slant += 0.03 * generator.bell()
    hand.halfTurn += 0.012 * generator.bell()
    hand.aspect *= 1 + 0.04 * generator.bell()
    return hand
  }

  /// A point of the style where this hand puts it, apart from its unsteadiness.
  func place(_ point: Point) -> Point {
    let leaning = Point(point.x * aspect + slant * (0.5 - point.y), point.y)
    let square = halfTurn * halfTurn
    let (cosine, sine) = ((1 - square) / (1 + square), 2 * halfTurn / (1 + square))
    return Point(
      cosine * leaning.x - sine * leaning.y, sine * leaning.x + cosine * leaning.y)
  }
}

extension RandomNumberGenerator {
  /// A uniformly distributed number in `[0, 1)`.
  package mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A bell-shaped number of mean 0 and variance 1, never beyond 3: the sum of three uniform ones.
  mutating func bell() -> Double { 2 * (unit() + unit() + unit()) - 3 }
}
