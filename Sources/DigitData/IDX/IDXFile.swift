package import RecognizerFileIO

/// One IDX file: a block of numbers with its dimensions, the format MNIST is published in.
///
/// The file is big-endian: two zero bytes, a type code, the number of dimensions, each dimension
/// as 32 bits, then the elements, the last dimension fastest.
package struct IDXFile: Hashable, Sendable {
  /// The type of the elements; the raw value is the file's type code.
  package enum ElementType: UInt8, Sendable {
    /// Unsigned bytes: pictures and labels.
    case uint8 = 0x08
    /// Signed bytes.
    case int8 = 0x09
    /// 16-bit integers.
    case int16 = 0x0B
    /// 32-bit integers: QMNIST's table of labels.
    case int32 = 0x0C
    /// 32-bit floats.
    case float32 = 0x0D
    /// 64-bit floats.
    case float64 = 0x0E

    /// Bytes per element.
    package var size: Int {
      switch self {
      case .uint8, .int8: 1
      case .int16: 2
      case .int32, .float32: 4
      case .float64: 8
      }
    }
  }

  /// The type of the elements.
  package let elementType: ElementType
  /// The dimensions, the slowest first: count, rows, columns for pictures.
  package let dimensions: [Int]
  /// The elements as they are in the file: big-endian, the last dimension fastest.
  package private(set) var elements: [UInt8]

  /// A file of the given elements.
  ///
  /// - Precondition: there are as many bytes as the dimensions say, one to 255 dimensions, and
  ///   each fits 32 bits.
  package init(elementType: ElementType = .uint8, dimensions: [Int], elements: [UInt8]) {
    precondition((1...255).contains(dimensions.count), "\(dimensions.count) dimensions")
    precondition(
      dimensions.allSatisfy { UInt32(exactly: $0) != nil }
        && IDXFile.size(of: dimensions, elementType) == elements.count,
      "\(elements.count) bytes for \(dimensions)")
    self.elementType = elementType
    self.dimensions = dimensions
    self.elements = elements
  }

  /// Reads the file at `path`, plain or gzip by its first bytes.
  ///
  /// - Parameter limit: the most bytes that are accepted, compressed and decompressed.
  /// - Throws: `FileError` when the file cannot be read or is not one whole IDX file.
  package init(path: String, limit: Int = 1 << 30) throws(FileError) {
    let bytes = try FileContents.read(path, limit: limit)
    let content = try Gzip.decompressed(bytes, path: path, limit: limit, remedy: IDXFile.remedy)
    try self.init(parsing: content, path: path)
  }

  /// Parses a file's decompressed bytes.
  ///
  /// Every field of the header is proved against the length before anything is allocated.
  ///
  /// - Parameter path: the file that the bytes came from, for the error.
  /// - Throws: `FileError` when they are something else, cut off, too long or damaged.
  package init(parsing bytes: consuming [UInt8], path: String) throws(FileError) {
    let header = try IDXFile.header(of: bytes, path: path)
    elementType = header.elementType
    dimensions = header.dimensions
    elements = bytes
    elements.removeFirst(IDXFile.headerSize(dimensions.count))
  }

  /// The bytes of the file.
  package func serialized() -> [UInt8] {
    var bytes: [UInt8] = [0, 0, elementType.rawValue, UInt8(dimensions.count)]
    bytes.reserveCapacity(4 + 4 * dimensions.count + elements.count)
    for dimension in dimensions {
      withUnsafeBytes(of: UInt32(dimension).bigEndian) { bytes.append(contentsOf: $0) }
    }
    return bytes + elements
  }

  // MARK: - Implementation

  /// The bytes that elements of these dimensions take, or nil when that overflows.
  static func size(of dimensions: [Int], _ elementType: ElementType) -> Int? {
    var size = elementType.size
    for dimension in dimensions {
      let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
      if overflow { return nil }
      size = product
    }
    return size
  }

  /// The remedy for a damaged file.
  static let remedy = "fetch, copy or write the file again"

  private static func headerSize(_ dimensionCount: Int) -> Int { 4 + 4 * dimensionCount }

  /// The fields before the elements, proved against the file's length.
  private static func header(
    of bytes: [UInt8], path: String
  ) throws(FileError) -> (elementType: ElementType, dimensions: [Int]) {
    func damaged(_ found: String) -> FileError {
      FileError(.corrupt, path: path, found: found, remedy: remedy)
    }
    guard bytes.count >= 4, bytes[0] == 0, bytes[1] == 0,
      let elementType = ElementType(rawValue: bytes[2]), bytes[3] > 0
    else {
      throw damaged(
        Gzip.isCompressed(bytes)
          ? "gzip data compressed twice"
          : "\(ContentDescription.describe(bytes)) instead of an IDX file")
    }
    let size = headerSize(Int(bytes[3]))
    guard bytes.count >= size else {
      throw damaged("an IDX file cut off in its header (\(bytes.count) bytes of \(size))")
    }
    let dimensions = stride(from: 4, to: size, by: 4).map { offset in
      bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    let shape = dimensions.map(String.init).joined(separator: "x")
    guard let expected = IDXFile.size(of: dimensions, elementType) else {
      throw damaged("a damaged IDX header (\(shape) elements)")
    }
    let found = bytes.count - size
    guard found == expected else {
      let fault = found < expected ? "cut off" : "too long"
      throw damaged(
        "an IDX file that is \(fault) (\(shape) elements need \(expected) bytes, "
          + "\(found) are there)")
    }
    return (elementType, dimensions)
  }
}
