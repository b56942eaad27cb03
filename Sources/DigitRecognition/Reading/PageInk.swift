import DigitData

/// The ink of a page: the one value from which everything that is read comes.
struct PageInk {
  /// The ink, of the image or of a reduced one.
  let map: InkMap
  /// Pixels of the image, along each axis, for one of ``map``.
  let factor: Int

  /// Larger images are averaged down to at most this many pixels: digits on a page of ten million
  /// pixels still have more than the twenty rows that a network sees.
  private static let workingPixels = 1 << 22

  /// The ink of `image`, or `nil` when there is none.
  init?(_ image: GrayImage, polarity: Polarity) {
    var factor = 1
    while (image.width / factor) * (image.height / factor) > Self.workingPixels { factor += 1 }
    guard let map = InkMap(image.reduced(by: factor), polarity: polarity) else { return nil }
    self.map = map
    self.factor = factor
  }
}
