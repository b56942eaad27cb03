/// An 8-bit grey picture, row by row from the top: all that the recogniser works on.
public struct GrayImage: Hashable, Sendable {
  /// Pixels per row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// `width * height` grey values, 0 black to 255 white, row-major.
  public var pixels: [UInt8]

  /// A picture with the given pixels.
  ///
  /// - Precondition: `pixels.count == width * height`.
  public init(width: Int, height: Int, pixels: [UInt8]) {
    precondition(
      width >= 0 && height >= 0 && pixels.count == width * height,
      "\(pixels.count) pixels for \(width)x\(height)")
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// A picture of one grey.
  public init(width: Int, height: Int, filledWith gray: UInt8) {
    self.init(width: width, height: height, pixels: Array(repeating: gray, count: width * height))
  }

  /// The grey value in column `x` of row `y`.
  public subscript(x: Int, y: Int) -> UInt8 {
    get { pixels[y * width + x] }
    set { pixels[y * width + x] = newValue }
  }
}
