public import RecognizerFileIO

/// A PNG in grey, with what its transparent parts were laid over.
public struct DecodedPicture: Hashable, Sendable {
  /// What is behind the transparent parts of a picture.
  public enum Background: UInt8, Sendable {
    /// White, as paper.
    case white = 255
    /// Black, because over white nothing would be left to see.
    case black = 0
  }

  /// The picture.
  public let image: GrayImage
  /// What its transparent parts were laid over; `.black` is worth a word to the user.
  public let background: Background

  /// Reads the PNG file at `path`.
  ///
  /// - Throws: `FileError` as `PNG.decode` does, and when the file cannot be read.
  public init(path: String) throws(FileError) {
    try self.init(
      png: try FileContents.read(path, limit: PNG.fileSizeLimit), path: path)
  }

  /// Decodes a PNG and lays it over white, or over black where that leaves no ink.
  ///
  /// White ink on a transparent ground is common, and over white it vanishes.
  ///
  /// - Parameters:
  ///   - bytes: the bytes of the PNG file.
  ///   - path: where they came from, for the error.
  public init(png bytes: [UInt8], path: String) throws(FileError) {
    self.init(try PNG.decode(bytes, path: path))
  }

  /// Lays `picture` over white, or over black where that leaves no ink.
  public init(_ picture: ColorImage) {
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

  /// Ink nearer to the paper than this cannot be told from noise.
  private static let visibleContrast = 16

  private static func contrast(of image: GrayImage) -> Int {
    Int(image.pixels.max() ?? 0) - Int(image.pixels.min() ?? 0)
  }
}
