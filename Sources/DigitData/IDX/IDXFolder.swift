internal import RecognizerFileIO

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

  /// Whether there are labels of this kind for `split`.
  func has(_ content: IDXFileName.Content, of split: Split) -> Bool {
    files.contains { $0.split == split && $0.content == content }
  }

  /// The pictures and labels of `split`: MNIST's own names before a collection's, the
  /// published spelling before the dotted one, a plain file before a compressed one.
  ///
  /// - Parameter kind: what labels are wanted, classes or numbers.
  func pair(
    of split: Split, labels kind: IDXFileName.Content
  ) throws(FileError) -> (images: IDXFileName, labels: IDXFileName) {
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
      if let best = candidates.min(by: { $0.preference < $1.preference }) { return best }
      let others: IDXFileName.Content = content == .labels ? .values : .labels
      guard content == .images || !has(others, of: split) else {
        throw FileError(
          .missing, path: path,
          found: "no \(content.rawValue) of the \(split) set, only \(others.rawValue)",
          remedy: "name a folder with \(content.rawValue)")
      }
      throw missing("no \(content.rawValue) of the \(split) set among its \(entryCount) entries")
    }
    return (try best(.images), try best(kind))
  }

  /// The pictures in the file `name`, upright, one for each label.
  func images(
    _ name: IDXFileName, labels: IDXFileName, count: Int
  ) throws(FileError) -> IDXFile.Images {
    let imagesPath = Folder.join(path, name.name)
    let images = try IDXFile(path: imagesPath).images(path: imagesPath)
    guard images.count == count else {
      let labelsPath = Folder.join(path, labels.name)
      throw FileError(
        .corrupt, path: labelsPath,
        found: "\(count) labels for the \(images.count) pictures of \(name.name)",
        remedy: IDXFile.remedy(for: labelsPath))
    }
    return name.isTransposed ? images.transposed() : images
  }

  private func missing(_ found: String) -> FileError {
    FileError(
      .missing, path: path, found: found,
      remedy: "fetch MNIST with: recognizer download --into \(path)")
  }
}
