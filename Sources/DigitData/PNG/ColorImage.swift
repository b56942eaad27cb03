/// A colour picture as a PNG holds it: red, green, blue and straight alpha of 8 bits each.
public struct ColorImage: Hashable, Sendable {
  /// Pixels a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// `width * height * 4` values: red, green, blue, alpha of each pixel, row by row from the top.
  public var pixels: [UInt8]

  /// A picture with the given pixels.
  ///
  /// - Precondition: `pixels.count == width * height * 4`.
  public init(width: Int, height: Int, pixels: [UInt8]) {
    precondition(
      width >= 0 && height >= 0 && pixels.count == width * height * 4,
      "\(pixels.count) values for \(width)x\(height) pixels")
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// The picture in grey, opaque.
  public init(_ image: GrayImage) {
    let pixels = [UInt8](unsafeUninitializedCapacity: image.pixels.count * 4) { buffer, count in
      for gray in image.pixels {
        buffer.initializeElement(at: count, to: gray)
        buffer.initializeElement(at: count + 1, to: gray)
        buffer.initializeElement(at: count + 2, to: gray)
        buffer.initializeElement(at: count + 3, to: 255)
        count += 4
      }
    }
    self.init(width: image.width, height: image.height, pixels: pixels)
  }

  /// The picture in grey, laid over an even `background`.
  ///
  /// Grey is the luma of ITU-R BT.601, 0.299 red + 0.587 green + 0.114 blue, on the values as
  /// they are stored, rounded once.
  public func gray(over background: UInt8) -> GrayImage {
    let behind = Int(background) * 1000
    let grays = pixels.withUnsafeBufferPointer { source in
      [UInt8](unsafeUninitializedCapacity: source.count / 4) { target, count in
        for offset in stride(from: 0, to: source.count, by: 4) {
          let luma =
            299 * Int(source[offset]) + 587 * Int(source[offset + 1])
            + 114 * Int(source[offset + 2])
          let alpha = Int(source[offset + 3])
          let sum = luma * alpha + behind * (255 - alpha)
          target.initializeElement(at: count, to: UInt8((sum + 127_500) / 255_000))
          count += 1
        }
      }
    }
    return GrayImage(width: width, height: height, pixels: grays)
  }
}
