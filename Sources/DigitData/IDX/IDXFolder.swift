internal import FileIO

/// A folder of IDX files: finds the pictures and labels of a split whatever their spelling.
struct IDXFolder {
  let path: String
  private let files: [IDXFileName]
  private let entryCount: Int

  init(_ path: String) throws(FileError) {
    self.path = path
    let entries = try Folder.entries(of: path)
    entryCount = entries.count
    files = entries.compactMap(IDXFileName.init)
  }

  var isEmpty: Bool { files.isEmpty }

  /// The pictures and labels of `split`: MNIST's own names before a collection's, the
  /// published spelling before the dotted one, a plain file before a compressed one.
  func pair(of split: Split) throws(FileError) -> (images: IDXFileName, labels: IDXFileName) {
    let files = files.filter { $0.split == split }
    let collections = Set(files.map(\.collection)).sorted()
    guard let collection = collections.first else {
      throw missing("no IDX files of the \(split) set among its \(entryCount) entries")
    }
    guard collection.isEmpty || collections.count == 1 else {
      throw FileError(
        .corrupt, path: path,
        found: "several data sets (\(collections.joined(separator: ", ")))",
        remedy: "give each a folder of its own")
    }
    func best(_ content: IDXFileName.Content) throws(FileError) -> IDXFileName {
      let candidates = files.filter { $0.collection == collection && $0.content == content }
      guard let best = candidates.min(by: { $0.preference < $1.preference }) else {
        throw missing("no \(content) of the \(split) set among its \(entryCount) entries")
      }
      return best
    }
    return (try best(.images), try best(.labels))
  }

  private func missing(_ found: String) -> FileError {
    FileError(
      .missing, path: path, found: found,
      remedy: "fetch MNIST with: recognizer download --into \(path)")
  }
}
