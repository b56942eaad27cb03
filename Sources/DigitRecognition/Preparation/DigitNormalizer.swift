package import DigitData

/// Finds the one digit of an image and frames it exactly as MNIST's digits are framed.
package struct DigitNormalizer: Sendable {
  /// Ink smaller than this on its longer side, in pixels, is a speck and not a digit: the smallest
  /// fonts on screens have digits of 5 x 3 pixels.
  static let leastSize = 5

  /// Larger images are averaged down to at most this many pixels first: a digit that fills a
  /// fifth of the image still has some 280 pixels a side, fourteen for each of the 20 that are
  /// left in the end.
  static let workingPixels = 1 << 21

  /// A normaliser.
  package init() {}

  /// The digit in `image`, framed in 28 x 28 pixels; blank when the image is flat, noise, or has
  /// nothing larger than specks.
  package func normalize(_ image: GrayImage, polarity: Polarity = .auto) -> PreparedImage {
    let factor = Self.reductionFactor(width: image.width, height: image.height)
    let reduced = image.reduced(by: factor)
    guard let found = Self.findDigit(in: reduced, polarity: polarity) else { return .blank }
    let whole = PixelBox(x: 0, y: 0, width: image.width, height: image.height)
    guard factor > 1, found.box.longerSide < Self.comfortableSize else {
      return found.digit(factor: factor, bounds: whole)
    }
    // The digit is small in a large image: take it from the full resolution.
    let surroundings = found.surroundings(factor: factor, bounds: whole)
    guard
      let near = Self.findDigit(in: image.cropped(to: surroundings), polarity: found.map.polarity)
    else { return found.digit(factor: factor, bounds: whole) }
    return near.digit(factor: 1, bounds: surroundings)
  }

  // MARK: - Implementation

  /// From this size on, more pixels do not change the 20 x 20 box.
  private static let comfortableSize = 200

  private static func reductionFactor(width: Int, height: Int) -> Int {
    var factor = 1
    while (width / factor) * (height / factor) > workingPixels { factor += 1 }
    return factor
  }

  /// The digit in `image`; where the border's polarity shows none, the other one is tried.
  private static func findDigit(in image: GrayImage, polarity: Polarity) -> FoundDigit? {
    var search = DigitSearch()
    return search.digit(in: image, polarity: polarity)
  }
}

/// The ink of one digit in an image that may have been reduced.
struct FoundDigit {
  let map: InkMap
  /// The place in the image that was searched.
  var box: PixelBox
  /// `box.width * box.height` amounts of ink.
  let ink: [UInt8]

  /// The 28 x 28 image; `bounds` is the part of the whole image that was searched, `factor` how
  /// far it had been reduced.
  func digit(factor: Int, bounds: PixelBox) -> PreparedImage {
    var notes: [String] = []
    if map.contrast < 40 { notes.append("low contrast (\(map.contrast) of 255 grey levels)") }
    if map.background == .uneven { notes.append("uneven background") }
    return PreparedImage(
      pixels: MNISTFrame.frame(ink, width: box.width, height: box.height),
      inkBox: enlarged(by: factor, margin: 0, bounds: bounds), polarity: map.polarity,
      notes: notes)
  }

  /// The digit with as much room around it as half of its size.
  func surroundings(factor: Int, bounds: PixelBox) -> PixelBox {
    enlarged(by: factor, margin: box.longerSide / 2 + 2, bounds: bounds)
  }

  private func enlarged(by factor: Int, margin: Int, bounds: PixelBox) -> PixelBox {
    let left = max(0, (box.x - margin) * factor)
    let top = max(0, (box.y - margin) * factor)
    let right = min(bounds.width, (box.x + box.width + margin) * factor)
    let bottom = min(bounds.height, (box.y + box.height + margin) * factor)
    return PixelBox(
      x: bounds.x + left, y: bounds.y + top, width: right - left, height: bottom - top)
  }
}
