extension GrayImage {
  /// The picture with each row moved sideways in proportion to its distance from one row.
  ///
  /// - Parameters:
  ///   - slope: columns to the right for each row *above* `row`: the tangent of the slant.
  ///   - row: the row that stays, 0 the middle of the topmost.
  ///   - shift: columns to the right that all rows move.
  public func sheared(slope: Float, about row: Float, shift: Float = 0) -> GrayImage {
    let map = AffineMap(
      rotation: 0, scale: (1, 1), shear: -slope,
      translation: (slope * (row - Float(height - 1) / 2) + shift, 0), width: width, height: height)
    var pixels = self.pixels
    PaddedPlane.withTwo(width: width, height: height) { plane, _ in
      pixels.withUnsafeMutableBufferPointer {
        guard let picture = $0.baseAddress else { return }
        plane.load(picture)
        plane.resample(map, bentBy: nil, into: picture)
      }
    }
    return GrayImage(width: width, height: height, pixels: pixels)
  }
}
