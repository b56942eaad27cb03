package import RecognizerFileIO

/// A folder that holds a data set, listed once.
///
/// It holds IDX files, recognised by their names, or PNG files by class. The IDX names are MNIST's
/// (`train-images-idx3-ubyte`, `t10k-labels.idx1-ubyte.gz`), EMNIST's or QMNIST's; of several names
/// for the same content, MNIST's own come before a collection's, the published spelling before the
/// dotted one, and a plain file before a compressed one.
package struct DataFolder {
  /// The folder's path.
  package let path: String
  private let names: [String]
  private let files: [IDXFileName]

  /// Lists the folder at `path`.
  ///
  /// - Throws: `FileError` when there is no such folder or it may not be read.
  package init(_ path: String) throws(FileError) {
    self.path = path
    names = try Folder.entries(of: path)
    files = names.compactMap(IDXFileName.init)
  }

  /// Whether there are IDX files, of whatever split.
  package var hasIDXFiles: Bool { !files.isEmpty }

  /// Whether there are IDX files of classes for the pictures of a split.
  package func hasLabels(of split: Split) -> Bool { has(.labels, of: split) }

  /// Whether there are IDX files of numbers for the pictures of a split.
  package func hasValues(of split: Split) -> Bool { has(.values, of: split) }

  /// One split of the folder's IDX files with classes.
  ///
  /// - Throws: `FileError` when a file is missing or damaged, when there are not as many labels
  ///   as pictures, or a label is out of range.
  package func labeledImages(_ split: Split) throws(FileError) -> LabeledImages {
    let pair = try pair(of: split, labels: .labels)
    let labelsPath = Folder.join(path, pair.labels.name)
    let labels = try IDXFile(path: labelsPath).labels(path: labelsPath)
    let images = try images(pair.images, labels: pair.labels, count: labels.count)
    let classCount = pair.images.classCount
    if let index = labels.firstIndex(where: { $0 >= classCount }) {
      throw FileError(
        .corrupt, path: labelsPath,
        found: "label \(labels[index]) at index \(index), where 0 to \(classCount - 1) are allowed",
        remedy: "number the classes from 0 to \(classCount - 1)")
    }
    return LabeledImages(
      width: images.width, height: images.height, pixels: images.pixels, labels: labels,
      classNames: (0..<classCount).map(String.init))
  }

  /// One split of the folder's IDX files with numbers.
  ///
  /// - Throws: `FileError` when a file is missing or damaged, when there are not as many rows of
  ///   numbers as pictures, or a number is not finite.
  package func regressionImages(_ split: Split) throws(FileError) -> RegressionImages {
    let pair = try pair(of: split, labels: .values)
    let valuesPath = Folder.join(path, pair.labels.name)
    let (values, width) = try IDXFile(path: valuesPath).values(path: valuesPath)
    let images = try images(pair.images, labels: pair.labels, count: values.count / width)
    return RegressionImages(
      width: images.width, height: images.height, pixels: images.pixels, values: values,
      valuesPerImage: width)
  }

  /// The folder's PNG files by class.
  ///
  /// - Throws: `FileError` as `PictureFolder` does.
  package func pictures() throws(FileError) -> PictureFolder {
    try PictureFolder(path, names: names)
  }

  // MARK: - Implementation

  private func has(_ content: IDXFileName.Content, of split: Split) -> Bool {
    files.contains { $0.split == split && $0.content == content }
  }

  /// The pictures and labels of `split`.
  ///
  /// - Parameter kind: which labels are wanted, classes or numbers.
  private func pair(
    of split: Split, labels kind: IDXFileName.Content
  ) throws(FileError) -> (images: IDXFileName, labels: IDXFileName) {
    let files = files.filter { $0.split == split }
    let collections = Set(files.map(\.collection)).sorted()
    guard let collection = collections.first else {
      throw missing("no IDX files of the \(split) set among its \(names.count) entries")
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
      throw missing("no \(content.rawValue) of the \(split) set among its \(names.count) entries")
    }
    return (try best(.images), try best(kind))
  }

  /// The pictures in the file `name`, upright, one for each label.
  private func images(
    _ name: IDXFileName, labels: IDXFileName, count: Int
  ) throws(FileError) -> IDXFile.Images {
    let imagesPath = Folder.join(path, name.name)
    let images = try IDXFile(path: imagesPath).images(path: imagesPath)
    guard images.count == count else {
      throw FileError(
        .corrupt, path: Folder.join(path, labels.name),
        found: "\(count) labels for the \(images.count) pictures of \(name.name)",
        remedy: "put the two files of one data set together")
    }
    return name.isTransposed ? images.transposed() : images
  }

  private func missing(_ found: String) -> FileError {
    FileError(
      .missing, path: path, found: found, remedy: "add the file or name another folder")
  }
}
