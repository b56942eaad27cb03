public import DigitData
public import RecognizerFileIO

extension LabeledImages {
  /// A data set in a folder: IDX files, or PNG files by class, framed as MNIST's digits are.
  ///
  /// Pictures without ink are left out.
  ///
  /// - Parameters:
  ///   - split: which part of IDX files; a folder of pictures has only one.
  ///   - skipped: told of each picture that is left out and why.
  /// - Throws: `FileError` when the folder holds neither, or a file is damaged.
  public init(
    folder: String, split: Split, skipped: (_ path: String, _ reason: String) -> Void = { _, _ in }
  ) throws(FileError) {
    try self.init(try DataFolder(folder), split: split, skipped: skipped)
  }

  /// The data set in a folder that has been listed.
  init(
    _ data: DataFolder, split: Split, skipped: (_ path: String, _ reason: String) -> Void
  ) throws(FileError) {
    guard !data.hasIDXFiles else {
      self = try data.labeledImages(split)
      return
    }
    let pictures = try data.pictures()
    let normalizer = DigitNormalizer()
    var pixels: [UInt8] = []
    var labels: [UInt8] = []
    for entry in pictures.entries {
      switch normalizer.normalize(try DecodedPicture(path: entry.path).image) {
      case .blank: skipped(entry.path, "no ink")
      case .digit(let digit):
        pixels += digit.pixels
        labels.append(entry.label)
      }
    }
    guard !labels.isEmpty else {
      throw FileError(
        .corrupt, path: data.path, found: "no picture with ink", remedy: "name another folder")
    }
    self.init(
      width: 28, height: 28, pixels: pixels, labels: labels, classNames: pictures.classNames)
  }
}
