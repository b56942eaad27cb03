import DigitData
package import RecognizerFileIO

/// An image that is still to be read.
package enum ImageSource: Hashable, Sendable {
  /// The PNG file at a path.
  case file(String)
  /// A PNG on standard input.
  case standardInput
  /// An image that could not be found, and why: it keeps its place among the others.
  case missing(FileError)

  /// Reads and decodes the image.
  func decoded() throws(FileError) -> DecodedPicture {
    switch self {
    case .file(let path): return try DecodedPicture(path: path)
    case .missing(let error): throw error
    case .standardInput:
      return try DecodedPicture(
        png: try FileContents.readStandardInput(limit: PNG.fileSizeLimit), path: name)
    }
  }

  /// The image's name in errors.
  var name: String {
    switch self {
    case .file(let path): path
    case .missing(let error): error.path
    case .standardInput: "standard input"
    }
  }
}

extension ImagePreparation {
  /// The remedy in the error of an image that cannot be taken as it is.
  package static let rawSizeRemedy = "scale it to 28x28 pixels, or have the digit found and framed"

  /// Reads, decodes and prepares an image.
  ///
  /// - Throws: `FileError` when it cannot be read or decoded or, with ``isRaw``, does not have 28 x 28
  ///   pixels.
  func prepare(_ source: ImageSource) throws(FileError) -> PreparedImage {
    let decoded = try source.decoded()
    let image = decoded.image
    if isRaw, image.width != PreparedImage.side || image.height != PreparedImage.side {
      throw FileError(
        .corrupt, path: source.name,
        found: "\(image.width)x\(image.height) pixels, where only 28x28 are taken as they are",
        remedy: Self.rawSizeRemedy)
    }
    var prepared = prepare(image)
    if decoded.background == .black {
      prepared.notes.insert("transparent and without ink on white; shown on black", at: 0)
    }
    return prepared
  }
}
