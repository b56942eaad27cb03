import DigitData
import DigitRecognition
import RecognizerFileIO

/// A picture as a network takes it.
struct FramedPicture {
  /// The picture's file.
  let file: String
  /// 28 x 28 amounts of ink; nothing where there is no ink.
  let pixels: [UInt8]?
}

/// How pictures become what a network takes, as the command line asks for it.
struct Framing {
  private static let side = NormalizedDigit.side

  private let normalizer = DigitNormalizer()
  private let polarity: Polarity
  private let isRaw: Bool
  private let deslanter: Deslanter?
  private let console: Console

  /// - Throws: `FileError` when slant is to be taken out by a model that cannot be used.
  init(_ arguments: Arguments, _ console: Console) throws {
    polarity = arguments[ClassifyCommand.polarity]
    isRaw = arguments[ClassifyCommand.raw]
    deslanter = try Deslanting.deslanter(arguments)
    self.console = console
  }

  /// The picture of `input`; what is worth knowing about it goes to standard error.
  func frame(_ input: ImageInput) throws(FileError) -> FramedPicture {
    let pixels = try ink(of: input)
    return FramedPicture(
      file: input.name, pixels: pixels.map { deslanter?.deslanted($0) ?? $0 })
  }

  private func ink(of input: ImageInput) throws(FileError) -> [UInt8]? {
    let picture = try input.decoded()
    if picture.background == .black {
      console.note("\(input.name): transparent, and without ink over white; laid over black")
    }
    let image = picture.image
    guard isRaw else {
      switch normalizer.normalize(image, polarity: polarity) {
      case .blank: return nil
      case .digit(let digit):
        for note in digit.notes { console.note("\(input.name): \(note)") }
        return digit.pixels
      }
    }
    guard image.width == Self.side, image.height == Self.side else {
      throw FileError(
        .corrupt, path: input.name,
        found: "\(image.width)x\(image.height) pixels, and --raw takes 28x28",
        remedy: "leave --raw away to have it normalised")
    }
    return image.pixels.contains { $0 > 0 } ? image.pixels : nil
  }
}
