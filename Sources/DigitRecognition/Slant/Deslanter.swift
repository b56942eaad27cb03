package import DigitData

/// Removes the slant of framed digits before they are classified.
public enum Deslanter: Sendable {
  /// Computes the slant from the moments of the ink.
  case moments
  /// Predicts the slant in degrees with a network.
  case network(Regressor)

  /// A digit of 28 x 28 amounts of ink, sheared until it is upright and framed again.
  package func deslanted(_ pixels: [UInt8]) -> [UInt8] {
    let image = GrayImage(
      width: PreparedImage.side, height: PreparedImage.side, pixels: pixels)
    let slope =
      switch self {
      case .moments: InkMoments(image).slope
      case .network(let regressor):
        Slant.slope(degrees: Self.possible(regressor.values(framed: pixels)[0]))
      }
    return image.leaning(by: -slope).pixels
  }

  /// The digits of a data set, sheared until they are upright.
  package func deslanted(_ images: LabeledImages) -> LabeledImages {
    var result = images
    result.pixels = (0..<images.count).flatMap { deslanted(images.image($0).pixels) }
    return result
  }

  /// A network may predict anything for ink that is not a digit.
  private static func possible(_ degrees: Float) -> Double {
    degrees.isFinite ? Double(min(max(degrees, -60), 60)) : 0
  }
}
