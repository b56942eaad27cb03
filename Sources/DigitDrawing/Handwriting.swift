/// How one hand writes: what its digits have in common.
///
/// Lengths are in units of a digit's height. Only additions, multiplications, divisions and
/// square roots are used, which IEEE 754 rounds the same everywhere, so that one seed gives the
/// same picture on every machine; the mathematical library's sine and logarithm do not.
public struct Handwriting: Hashable, Sendable {
  /// How far the top leans to the right of the bottom.
  public var slant: Double
  /// Tangent of half the angle by which a digit is turned clockwise.
  public var halfTurn: Double
  /// Width relative to the style's own.
  public var aspect: Double
  /// Deviation of the bumps and dents that the hand puts into the curves.
  public var unsteadiness: Double
  /// Width of the pen's line.
  public var penWidth: Double
  /// How much the pen's line swells and thins along a stroke, 0 to 1 of its width.
  public var penVariation: Double

  /// A hand with the given habits; without any it writes each style as it is defined.
  public init(
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
  public init(using generator: inout some RandomNumberGenerator) {
    slant = 0.12 + 0.17 * generator.bell()
    halfTurn = 0.035 * generator.bell()
    aspect = 1 + 0.14 * generator.bell()
    unsteadiness = 0.015 + 0.03 * generator.unit()
    penWidth = 0.055 + 0.09 * generator.unit()
    penVariation = 0.3 * generator.unit()
  }

  /// This hand a moment later: the same habits, never quite the same digit.
  public func varied(using generator: inout some RandomNumberGenerator) -> Handwriting {
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
  /// A number spread evenly from 0 up to but without 1.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A bell-shaped number of mean 0 and variance 1, never beyond 3: the sum of three even ones.
  mutating func bell() -> Double { 2 * (unit() + unit() + unit()) - 3 }
}
