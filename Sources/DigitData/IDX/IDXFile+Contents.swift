internal import FileIO

extension IDXFile {
  /// Grey pictures, `dimensions` count, rows, columns.
  struct Images {
    let count: Int
    var width: Int
    var height: Int
    var pixels: [UInt8]
  }

  /// A file of grey pictures, one byte a pixel.
  ///
  /// - Precondition: the bytes are whole pictures.
  public init(imagesOf pixels: [UInt8], width: Int, height: Int) {
    precondition(
      width > 0 && height > 0 && pixels.count.isMultiple(of: width * height),
      "\(pixels.count) pixels of \(width)x\(height)")
    self.init(dimensions: [pixels.count / (width * height), height, width], elements: pixels)
  }

  /// A file of labels, one byte each.
  public init(labels: [UInt8]) {
    self.init(dimensions: [labels.count], elements: labels)
  }

  /// The pictures in this file.
  ///
  /// - Parameter path: where the file came from, for the error.
  /// - Throws: `FileError` when the elements are not bytes in three dimensions.
  consuming func images(path: String) throws(FileError) -> Images {
    guard elementType == .uint8, dimensions.count == 3 else {
      throw unsuitable(path, wanted: "pictures (bytes in three dimensions)")
    }
    guard dimensions.allSatisfy({ $0 > 0 }) else {
      throw FileError(
        .corrupt, path: path, found: "no pictures (\(shape))", remedy: IDXFile.remedy(for: path))
    }
    return Images(
      count: dimensions[0], width: dimensions[2], height: dimensions[1], pixels: elements)
  }

  /// The classes in this file: bytes, or the first column of QMNIST's table of integers.
  ///
  /// - Parameter path: where the file came from, for the error.
  /// - Throws: `FileError` when the file holds neither, or a class does not fit a byte.
  func labels(path: String) throws(FileError) -> [UInt8] {
    switch (elementType, dimensions.count) {
    case (.uint8, 1): return elements
    case (.int32, 2) where dimensions[1] > 0:
      let stride = dimensions[1] * 4
      var labels: [UInt8] = []
      labels.reserveCapacity(dimensions[0])
      for row in 0..<dimensions[0] {
        let value = elements[row * stride..<row * stride + 4].reduce(UInt32(0)) {
          $0 << 8 | UInt32($1)
        }
        guard let label = UInt8(exactly: value) else {
          throw FileError(
            .corrupt, path: path, found: "label \(Int32(bitPattern: value)) in row \(row)",
            remedy: IDXFile.remedy(for: path))
        }
        labels.append(label)
      }
      return labels
    default: throw unsuitable(path, wanted: "labels (bytes in one dimension)")
    }
  }

  // MARK: - Implementation

  private var shape: String { dimensions.map(String.init).joined(separator: "x") }

  private func unsuitable(_ path: String, wanted: String) -> FileError {
    FileError(
      .corrupt, path: path, found: "\(shape) elements of type \(elementType) instead of \(wanted)",
      remedy: IDXFile.remedy(for: path))
  }
}
