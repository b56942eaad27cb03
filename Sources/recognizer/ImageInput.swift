import DigitData
import RecognizerFileIO

/// A picture that the command line names: a file, or standard input.
struct ImageInput {
  /// What it is called in results and errors.
  let name: String
  private let isStandardInput: Bool

  /// The pictures that `words` name: files, the PNGs of folders, `-` for standard input.
  ///
  /// - Throws: `FileError` for a folder that cannot be listed or has no PNG.
  static func expand(_ words: [String]) throws(FileError) -> [ImageInput] {
    var inputs: [ImageInput] = []
    for word in words {
      if word == "-" {
        inputs.append(ImageInput(name: "-", isStandardInput: true))
      } else if Folder.isFolder(word) {
        inputs += try pictures(in: word)
      } else {
        inputs.append(ImageInput(name: word, isStandardInput: false))
      }
    }
    return inputs
  }

  private static func pictures(in folder: String) throws(FileError) -> [ImageInput] {
    let names = try Folder.entries(of: folder).filter {
      !$0.hasPrefix(".") && $0.lowercased().hasSuffix(".png")
    }
    guard !names.isEmpty else {
      throw FileError(
        .missing, path: folder, found: "no PNG files", remedy: "name a folder that has some")
    }
    return names.map { ImageInput(name: Folder.join(folder, $0), isStandardInput: false) }
  }

  /// Reads and decodes the picture.
  func decoded() throws(FileError) -> DecodedPicture {
    guard isStandardInput else { return try DecodedPicture(path: name) }
    let bytes = try FileContents.readStandardInput(limit: PNG.fileSizeLimit)
    return try DecodedPicture(png: bytes, path: "standard input")
  }
}
