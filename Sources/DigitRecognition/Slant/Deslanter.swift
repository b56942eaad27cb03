public import DigitData

/// Takes the slant out of framed digits before they are read.
///
/// Not for use from several threads at once.
public enum Deslanter {
  /// By the moments of the ink.
  case moments
  /// By a network that predicts the slant in degrees.
  case network(Regressor)

  /// The digit, 28 x 28 amounts of ink, sheared until it stands upright, and framed again.
  public func deslanted(_ pixels: [UInt8]) -> [UInt8] {
    let image = GrayImage(
      width: NormalizedDigit.side, height: NormalizedDigit.side, pixels: pixels)
    let slope =
      switch self {
      case .moments: InkMoments(image).slope
      case .network(let regressor):
        Slant.slope(degrees: Self.possible(regressor.values(framed: pixels)[0]))
      }
    return image.leaning(by: -slope).pixels
  }

  /// The digits of a data set, sheared until they stand upright.
  public func deslanted(_ images: LabeledImages) -> LabeledImages {
    var result = images
    result.pixels = (0..<images.count).flatMap { deslanted(images.image($0).pixels) }
    return result
  }

  /// A network may say anything of what is no digit.
  private static func possible(_ degrees: Float) -> Double {
    degrees.isFinite ? Double(min(max(degrees, -60), 60)) : 0
  }
}
