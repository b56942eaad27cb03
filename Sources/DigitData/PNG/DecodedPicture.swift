public import RecognizerFileIO

/// A PNG in grey, turned as its orientation tag says, its transparent parts laid over white or black.
public struct DecodedPicture: Hashable, Sendable {
  /// The grey that shows through the transparent parts of a picture.
  package enum Background: UInt8, Sendable {
    /// White, as paper.
    case white = 255
    /// Black, because no ink would be visible over white.
    case black = 0
  }

  /// The picture.
  public let image: GrayImage
  /// The grey under its transparent parts; callers should report `.black`.
  package let background: Background
  /// The stored orientation of the picture, from the tag that was obeyed.
  package let orientation: Orientation

  /// Remarks on what was done to the picture, one clause each.
  package var notes: [String] {
    let laidOver =
      background == .black ? "transparent and without ink on white; shown on black" : nil
    return [orientation.note, laidOver].compactMap(\.self)
  }

  /// Reads the PNG file at `path`.
  ///
  /// - Throws: `FileError` when the file cannot be read, is no PNG, cut off, damaged or over 64
  ///   megapixels.
  public init(path: String) throws(FileError) {
    try self.init(path: path, tag: .obey)
  }

  /// Reads the PNG file at `path`.
  ///
  /// - Parameter tag: what becomes of its orientation tag.
  package init(path: String, tag: OrientationTag) throws(FileError) {
    try self.init(
      png: try FileContents.read(path, limit: PNG.fileSizeLimit), path: path, tag: tag)
  }

  /// Decodes a PNG and lays it over white, or over black where that leaves no ink.
  ///
  /// White ink on a transparent ground is common, and over white it vanishes.
  ///
  /// - Parameters:
  ///   - bytes: the bytes of the PNG file.
  ///   - path: the file that they came from, for the error.
  /// - Throws: `FileError` when it is no PNG, cut off, damaged or over 64 megapixels.
  public init(png bytes: [UInt8], path: String) throws(FileError) {
    try self.init(png: bytes, path: path, tag: .obey)
  }

  /// Decodes a PNG and lays it over white, or over black where that leaves no ink.
  ///
  /// - Parameter tag: what becomes of its orientation tag.
  package init(png bytes: [UInt8], path: String, tag: OrientationTag) throws(FileError) {
    let essential = try PNGChunks.essential(of: bytes, path: path)
    let orientation = tag == .obey ? PNG.orientation(of: bytes) : .upright
    if orientation == .upright, let gray = try PNG.decodeGray(essential: essential, path: path) {
      self.init(opaque: gray)
    } else {
      self.init(try PNG.decode(essential: essential, path: path), from: orientation)
    }
  }

  private init(opaque image: GrayImage) {
    self.image = image
    background = .white
    orientation = .upright
  }

  /// Lays `stored` over white, or over black where that leaves no ink; grey is the luma, or where
  /// that does not show the ink, the place along the axis on which the colours differ.
  ///
  /// - Parameter orientation: how `stored` is to be shown; it is turned before all else.
  package init(_ stored: ColorImage, from orientation: Orientation = .upright) {
    let picture = stored.shown(from: orientation)
    self.orientation = orientation
    if let colored = ColorAxis.gray(of: picture, over: Background.white.rawValue) {
      image = colored
      background = .white
      return
    }
    let overWhite = picture.gray(over: Background.white.rawValue)
    let contrast = DecodedPicture.contrast(of: overWhite)
    if contrast < DecodedPicture.visibleContrast {
      let overBlack = picture.gray(over: Background.black.rawValue)
      if DecodedPicture.contrast(of: overBlack) > contrast {
        image = overBlack
        background = .black
        return
      }
    }
    image = overWhite
    background = .white
  }

  // MARK: - Implementation

  /// A contrast below this cannot be distinguished from noise.
  private static let visibleContrast = 16

  private static func contrast(of image: GrayImage) -> Int {
    Int(image.pixels.max() ?? 0) - Int(image.pixels.min() ?? 0)
  }
}

// MARK: - Colour

/// A colour picture as a PNG holds it: red, green, blue and straight alpha of 8 bits each.
package struct ColorImage: Hashable, Sendable {
  /// Pixels per row.
  package let width: Int
  /// Rows.
  package let height: Int
  /// `width * height * 4` values: red, green, blue, alpha of each pixel, row by row from the top.
  package var pixels: [UInt8]

  /// A picture with the given pixels.
  ///
  /// - Precondition: `pixels.count == width * height * 4`.
  package init(width: Int, height: Int, pixels: [UInt8]) {
    precondition(
      width >= 0 && height >= 0 && pixels.count == width * height * 4,
      "\(pixels.count) values for \(width)x\(height) pixels")
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// The picture in grey, opaque.
  package init(_ image: GrayImage) {
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
  package func gray(over background: UInt8) -> GrayImage {
    let ground = Int(background) * 1000
    let grays = pixels.withUnsafeBufferPointer { source in
      [UInt8](unsafeUninitializedCapacity: source.count / 4) { target, count in
        for offset in stride(from: 0, to: source.count, by: 4) {
          let luma =
            299 * Int(source[offset]) + 587 * Int(source[offset + 1])
            + 114 * Int(source[offset + 2])
          let alpha = Int(source[offset + 3])
          let sum = luma * alpha + ground * (255 - alpha)
          target.initializeElement(at: count, to: UInt8((sum + 127_500) / 255_000))
          count += 1
        }
      }
    }
    return GrayImage(width: width, height: height, pixels: grays)
  }
}
