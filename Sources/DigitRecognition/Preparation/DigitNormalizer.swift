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
    let factor = image.reductionFactor(toAtMost: Self.workingPixels)
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

// MARK: - Parts of images

/// A rectangle of whole pixels; `x` and `y` name its top left pixel.
public struct PixelBox: Hashable, Sendable {
  /// The leftmost column.
  public var x: Int
  /// The top row.
  public var y: Int
  /// Columns.
  public var width: Int
  /// Rows.
  public var height: Int

  /// A rectangle from its top left pixel and its size.
  package init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The longer side.
  package var longerSide: Int { max(width, height) }

  /// The smallest rectangle that holds both.
  package func union(_ other: PixelBox) -> PixelBox {
    let left = min(x, other.x)
    let top = min(y, other.y)
    return PixelBox(
      x: left, y: top,
      width: max(x + width, other.x + other.width) - left,
      height: max(y + height, other.y + other.height) - top)
  }

  /// Empty pixels between the two rectangles along the axis where they are further apart; 0 when
  /// they touch or overlap.
  func gap(to other: PixelBox) -> Int {
    max(
      0, other.x - (x + width), x - (other.x + other.width),
      other.y - (y + height), y - (other.y + other.height))
  }
}

extension GrayImage {
  /// The least factor of ``reduced(by:)`` after which there are no more than about `pixels`.
  func reductionFactor(toAtMost pixels: Int) -> Int {
    var factor = 1
    while (width / factor) * (height / factor) > pixels { factor += 1 }
    return factor
  }

  /// The image with each `factor` x `factor` square averaged into one pixel; squares at the right
  /// and lower edge may be smaller.
  package func reduced(by factor: Int) -> GrayImage {
    precondition(factor > 0, "a reduction by \(factor)")
    guard factor > 1, width > 0, height > 0 else { return self }
    let newWidth = (width + factor - 1) / factor
    let newHeight = (height + factor - 1) / factor
    var columnSums = [UInt32](repeating: 0, count: width)
    let reduced = [UInt8](unsafeUninitializedCapacity: newWidth * newHeight) { output, count in
      for row in 0..<newHeight {
        let rows = row * factor..<min((row + 1) * factor, height)
        sumRows(rows, into: &columnSums)
        for column in 0..<newWidth {
          let columns = column * factor..<min((column + 1) * factor, width)
          var sum: UInt32 = 0
          for x in columns { sum &+= columnSums[x] }
          let area = UInt32(rows.count * columns.count)
          output[row * newWidth + column] = UInt8((sum + area / 2) / area)
        }
      }
      count = newWidth * newHeight
    }
    return GrayImage(width: newWidth, height: newHeight, pixels: reduced)
  }

  /// The part of the image inside `box`.
  package func cropped(to box: PixelBox) -> GrayImage {
    var cut: [UInt8] = []
    cut.reserveCapacity(box.width * box.height)
    for y in box.y..<box.y + box.height {
      cut += pixels[y * width + box.x..<y * width + box.x + box.width]
    }
    return GrayImage(width: box.width, height: box.height, pixels: cut)
  }

  private func sumRows(_ rows: Range<Int>, into sums: inout [UInt32]) {
    pixels.withUnsafeBufferPointer { pixels in
      sums.withUnsafeMutableBufferPointer { sums in
        for x in 0..<width { sums[x] = 0 }
        for y in rows {
          let row = UnsafeBufferPointer(rebasing: pixels[y * width..<(y + 1) * width])
          for x in 0..<width { sums[x] &+= UInt32(row[x]) }
        }
      }
    }
  }
}
