/// One digit framed as MNIST frames them, and how it was found.
public struct NormalizedDigit: Hashable, Sendable {
  /// Pixels a row, and rows.
  public static let side = 28

  /// 28 x 28 amounts of ink, 0 none to 255 full, row-major: what a network for MNIST takes.
  public let pixels: [UInt8]
  /// The tight rectangle around the ink, in pixels of the picture.
  public let box: PixelBox
  /// What the ink was taken to be; never `auto`.
  public let polarity: Polarity
  /// Pixels of the result for each pixel of the picture.
  public let scale: Double
  /// What is worth telling the user, such as a low contrast; one clause each.
  public let notes: [String]

  /// A digit from its parts.
  ///
  /// - Precondition: `pixels.count == 784`.
  public init(
    pixels: [UInt8], box: PixelBox, polarity: Polarity, scale: Double, notes: [String] = []
  ) {
    precondition(pixels.count == Self.side * Self.side, "\(pixels.count) pixels for 28x28")
    self.pixels = pixels
    self.box = box
    self.polarity = polarity
    self.scale = scale
    self.notes = notes
  }
}
