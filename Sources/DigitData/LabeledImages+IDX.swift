public import RecognizerFileIO

extension LabeledImages {
  /// Whether the folder at `directory` holds IDX files, by their names.
  public static func hasIDXFiles(in directory: String) -> Bool {
    guard let folder = try? IDXFolder(directory) else { return false }
    return !folder.isEmpty
  }

  /// Whether the folder at `directory` holds classes for the pictures of a split, by file names.
  public static func hasLabels(in directory: String, split: Split) -> Bool {
    (try? IDXFolder(directory))?.has(.labels, of: split) ?? false
  }

  /// Loads one split of the IDX data set in a folder.
  ///
  /// The names are MNIST's (`train-images-idx3-ubyte`, `t10k-labels.idx1-ubyte.gz`), EMNIST's or
  /// QMNIST's. EMNIST's pictures, stored with rows and columns exchanged, come out upright.
  ///
  /// - Throws: `FileError` when a file is missing or damaged, when there are not as many labels
  ///   as pictures, or a label is out of range.
  public static func load(
    from directory: String, split: Split
  ) throws(FileError) -> LabeledImages {
    let folder = try IDXFolder(directory)
    let pair = try folder.pair(of: split, labels: .labels)
    let labelsPath = Folder.join(directory, pair.labels.name)
    let labels = try IDXFile(path: labelsPath).labels(path: labelsPath)
    let images = try folder.images(pair.images, labels: pair.labels, count: labels.count)
    let classCount = pair.images.classCount
    if let index = labels.firstIndex(where: { $0 >= classCount }) {
      throw FileError(
        .corrupt, path: labelsPath,
        found: "label \(labels[index]) at index \(index), where 0 to \(classCount - 1) are allowed",
        remedy: IDXFile.remedy(for: labelsPath))
    }
    return LabeledImages(
      width: images.width, height: images.height, pixels: images.pixels, labels: labels,
      classNames: (0..<classCount).map(String.init))
  }
}

extension IDXFile.Images {
  /// The pictures with rows and columns exchanged.
  func transposed() -> IDXFile.Images {
    let turned = pixels.withUnsafeBufferPointer { source in
      [UInt8](unsafeUninitializedCapacity: source.count) { target, written in
        for start in stride(from: 0, to: source.count, by: width * height) {
          for x in 0..<width {
            for y in 0..<height {
              target.initializeElement(at: written, to: source[start + y * width + x])
              written += 1
            }
          }
        }
      }
    }
    return IDXFile.Images(count: count, width: height, height: width, pixels: turned)
  }
}
