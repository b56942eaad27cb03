public import DigitData
package import RecognizerFileIO

/// An image on its way to a network: what was found in it, and the pixels that the network takes.
///
/// Everything that happens between a decoded image and the network is recorded here, so an
/// unexpected answer can be explained by looking at one value.
public struct PreparedImage: Hashable, Sendable {
  /// Columns and rows of ``pixels``.
  package static let side = 28

  /// 28 x 28 amounts of ink, 0 for none to 255 for full, row-major; `nil` when the image is blank.
  public let pixels: [UInt8]?
  /// The tight rectangle around the ink, in pixels of the image; `nil` when the image is blank or
  /// was taken as it is.
  public let inkBox: PixelBox?
  /// Which pixels were taken to be ink, never `auto`; `nil` when the image is blank or was taken as
  /// it is.
  public let polarity: Polarity?
  /// Remarks worth showing to the user, such as a low contrast, one clause each.
  public internal(set) var notes: [String]

  init(pixels: [UInt8]?, inkBox: PixelBox? = nil, polarity: Polarity? = nil, notes: [String] = []) {
    precondition(pixels.map { $0.count == Self.side * Self.side } ?? true, "not 28x28 pixels")
    self.pixels = pixels
    self.inkBox = inkBox
    self.polarity = polarity
    self.notes = notes
  }

  /// An image without ink.
  static let blank = PreparedImage(pixels: nil)
}

/// The steps from an image to the 28 x 28 pixels that a network takes.
public struct ImagePreparation: Sendable {
  /// Which pixels are ink.
  public var polarity: Polarity
  /// Whether images of 28 x 28 pixels, bright ink on black, are taken as they are instead of being
  /// searched for a digit.
  public var isRaw: Bool
  /// Removes the slant of each digit; `nil` to leave digits as they are.
  public var deslanter: Deslanter?
  /// The treatment of orientation tags in files.
  package var orientationTag = OrientationTag.obey

  /// A preparation; without arguments, the one that suits photographs, scans and drawings.
  public init(polarity: Polarity = .auto, isRaw: Bool = false, deslanter: Deslanter? = nil) {
    self.polarity = polarity
    self.isRaw = isRaw
    self.deslanter = deslanter
  }

  /// Finds the digit in `image` and frames it as MNIST's digits are framed.
  ///
  /// - Precondition: with ``isRaw``, the image has 28 x 28 pixels.
  public func prepare(_ image: GrayImage) -> PreparedImage {
    let prepared: PreparedImage
    if isRaw {
      prepared = image.pixels.contains { $0 > 0 } ? PreparedImage(pixels: image.pixels) : .blank
    } else {
      prepared = DigitNormalizer().normalize(image, polarity: polarity)
    }
    guard let deslanter, let pixels = prepared.pixels else { return prepared }
    return PreparedImage(
      pixels: deslanter.deslanted(pixels), inkBox: prepared.inkBox, polarity: prepared.polarity,
      notes: prepared.notes)
  }
}

// MARK: - Images to read

/// An image that is still to be read.
package enum ImageSource: Hashable, Sendable {
  /// The PNG file at a path.
  case file(String)
  /// A PNG on standard input.
  case standardInput
  /// An image that could not be found, and why: it keeps its place among the others.
  case missing(FileError)

  /// Reads and decodes the image.
  func decoded(_ tag: OrientationTag) throws(FileError) -> DecodedPicture {
    switch self {
    case .file(let path): return try DecodedPicture(path: path, tag: tag)
    case .missing(let error): throw error
    case .standardInput:
      return try DecodedPicture(
        png: try FileContents.readStandardInput(limit: PNG.fileSizeLimit), path: name, tag: tag)
    }
  }

  /// The image's name in errors.
  var name: String { self == .standardInput ? "standard input" : word }

  /// The image's name in results: the word that names it on a command line.
  package var word: String {
    switch self {
    case .file(let path): path
    case .missing(let error): error.path
    case .standardInput: "-"
    }
  }
}

extension ImagePreparation {
  /// The remedy in the error of an image that cannot be taken as it is.
  package static let rawSizeRemedy = "scale it to 28x28 pixels, or have the digit found and framed"

  /// Reads and decodes an image.
  ///
  /// - Throws: `FileError` when it cannot be read or decoded or, with ``isRaw``, does not have 28 x 28
  ///   pixels.
  func decode(_ source: ImageSource) throws(FileError) -> DecodedPicture {
    let decoded = try source.decoded(orientationTag)
    let image = decoded.image
    if isRaw, image.width != PreparedImage.side || image.height != PreparedImage.side {
      throw FileError(
        .corrupt, path: source.name,
        found: "\(image.width)x\(image.height) pixels, where only 28x28 are taken as they are",
        remedy: Self.rawSizeRemedy)
    }
    return decoded
  }

  /// Prepares a decoded image.
  func prepare(_ decoded: DecodedPicture) -> PreparedImage {
    var prepared = prepare(decoded.image)
    prepared.notes = decoded.notes + prepared.notes
    return prepared
  }
}
