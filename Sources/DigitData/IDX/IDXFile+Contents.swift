internal import RecognizerFileIO

extension IDXFile {
  /// Grey pictures, `dimensions` count, rows, columns.
  struct Images {
    let count: Int
    var width: Int
    var height: Int
    var pixels: [UInt8]
  }

  /// A file of grey pictures, one byte per pixel.
  ///
  /// - Precondition: the bytes are whole pictures.
  package init(imagesOf pixels: [UInt8], width: Int, height: Int) {
    precondition(
      width > 0 && height > 0 && pixels.count.isMultiple(of: width * height),
      "\(pixels.count) pixels of \(width)x\(height)")
    self.init(dimensions: [pixels.count / (width * height), height, width], elements: pixels)
  }

  /// A file of labels, one byte each.
  package init(labels: [UInt8]) {
    self.init(dimensions: [labels.count], elements: labels)
  }

  /// A file of numbers, `width` for each picture.
  ///
  /// - Precondition: there are whole rows of numbers.
  package init(values: [Float], width: Int = 1) {
    precondition(
      width > 0 && values.count.isMultiple(of: width), "\(values.count) numbers in rows of \(width)"
    )
    let rows = values.count / width
    var elements: [UInt8] = []
    elements.reserveCapacity(4 * values.count)
    for value in values {
      withUnsafeBytes(of: value.bitPattern.bigEndian) { elements.append(contentsOf: $0) }
    }
    self.init(
      elementType: .float32, dimensions: width == 1 ? [rows] : [rows, width], elements: elements)
  }

  /// The pictures in this file.
  ///
  /// - Parameter path: the file that they came from, for the error.
  /// - Throws: `FileError` when the elements are not bytes in three dimensions.
  consuming func images(path: String) throws(FileError) -> Images {
    guard elementType == .uint8, dimensions.count == 3 else {
      throw unsuitable(path, wanted: "pictures (bytes in three dimensions)")
    }
    guard dimensions.allSatisfy({ $0 > 0 }) else {
      throw FileError(
        .corrupt, path: path, found: "no pictures (\(shape))", remedy: "put pictures into it")
    }
    return Images(
      count: dimensions[0], width: dimensions[2], height: dimensions[1], pixels: elements)
  }

  /// The classes in this file: bytes, or the first column of QMNIST's table of integers.
  ///
  /// - Parameter path: the file that they came from, for the error.
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
            remedy: "number the classes from 0 to 255")
        }
        labels.append(label)
      }
      return labels
    default: throw unsuitable(path, wanted: "labels (bytes in one dimension)")
    }
  }

  /// The numbers in this file, one row per picture: floats in one dimension or two.
  ///
  /// - Parameter path: the file that they came from, for the error.
  /// - Throws: `FileError` when the file holds something else, or a number that is not finite.
  func values(path: String) throws(FileError) -> (values: [Float], width: Int) {
    let width = dimensions.count == 2 ? dimensions[1] : 1
    guard elementType == .float32 || elementType == .float64, dimensions.count <= 2, width > 0
    else { throw unsuitable(path, wanted: "numbers (floats in one dimension or two)") }
    let size = elementType.size
    var values: [Float] = []
    values.reserveCapacity(elements.count / size)
    for start in stride(from: 0, to: elements.count, by: size) {
      let bits = elements[start..<start + size].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      let value =
        size == 4
        ? Float(bitPattern: UInt32(truncatingIfNeeded: bits)) : Float(Double(bitPattern: bits))
      guard value.isFinite else {
        throw FileError(
          .corrupt, path: path, found: "\(value) in row \(values.count / width)",
          remedy: "write finite numbers that single precision holds")
      }
      values.append(value)
    }
    return (values, width)
  }

  // MARK: - Implementation

  private var shape: String { dimensions.map(String.init).joined(separator: "x") }

  private func unsuitable(_ path: String, wanted: String) -> FileError {
    FileError(
      .corrupt, path: path, found: "\(shape) elements of type \(elementType) instead of \(wanted)",
      remedy: "put a file of \(wanted) in its place")
  }
}

// MARK: - Transposition

extension IDXFile.Images {
  /// The pictures with rows and columns exchanged.
  func transposed() -> IDXFile.Images {
    let transposed = pixels.withUnsafeBufferPointer { source in
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
    return IDXFile.Images(count: count, width: height, height: width, pixels: transposed)
  }
}
