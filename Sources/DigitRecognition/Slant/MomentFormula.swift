public import DigitData

/// The slant of digits by the moments of their ink, as a competitor of networks.
public struct MomentFormula: Sendable {
  /// What the moments' angle is multiplied by.
  public let factor: Double
  /// What is added then, in degrees.
  public let offset: Double

  /// The moments as they are.
  public static let plain = MomentFormula(factor: 1, offset: 0)

  private init(factor: Double, offset: Double) {
    self.factor = factor
    self.offset = offset
  }

  /// The straight line of what the moments say that fits the angles of `images` best.
  public init(fitting images: RegressionImages) {
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
  public func evaluation(on images: RegressionImages) -> RegressionEvaluation {
    RegressionEvaluation(
      predicted: (0..<images.count).map {
        Float(factor * Slant.byMoments(images.image($0)) + offset)
      }, values: images.values)
  }
}
