import DigitData

/// The ink of a page: the one value from which everything that is read comes.
struct PageInk {
  /// The ink, of the image or of a reduced one.
  let map: InkMap
  /// Pixels of the image, along each axis, for one of ``map``.
  private let factor: Int
  /// The top left corner of the ink in the reduced image.
  private let origin: (x: Int, y: Int)

  /// Larger images are averaged down to at most this many pixels: digits on a page of ten million
  /// pixels still have more than the twenty rows that a network sees.
  private static let workingPixels = 1 << 22

  /// The ink of `image`, or `nil` when there is none.
  ///
  /// The sheet inside the picture is entered, ruling lines and frames are taken away.
  init?(_ image: GrayImage, polarity: Polarity) {
    let factor = image.reductionFactor(toAtMost: Self.workingPixels)
    var sheet = image.reduced(by: factor)
    var origin = (x: 0, y: 0)
    var map = InkMap(sheet, polarity: polarity)
    for _ in 0..<Sheet.deepest {
      guard let interior = Sheet.interior(in: sheet, map: map) else { break }
      sheet = sheet.cropped(to: interior)
      origin = (origin.x + interior.x, origin.y + interior.y)
      map = InkMap(sheet, polarity: polarity)
    }
    if map == nil, polarity == .auto {
      map = InkMap(sheet, polarity: InkMap.unlikelyPolarity(of: sheet))
    }
    guard let map else { return nil }
    self.factor = factor
    self.origin = origin
    let rulings = Rulings(in: map)
    guard !rulings.isEmpty else {
      self.map = map
      return
    }
    guard let clean = InkMap(rulings.erased(from: sheet, map: map), polarity: map.polarity) else {
      return nil
    }
    self.map = clean
  }

  /// The rectangle of the image that a rectangle of ``map`` stands for.
  func inImage(_ box: PixelBox) -> PixelBox {
    PixelBox(
      x: (box.x + origin.x) * factor, y: (box.y + origin.y) * factor, width: box.width * factor,
      height: box.height * factor)
  }
}
