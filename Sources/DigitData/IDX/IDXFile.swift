public import RecognizerFileIO

/// One IDX file: a block of numbers with its dimensions, the format MNIST is published in.
///
/// The file is big-endian: two zero bytes, a type code, the number of dimensions, each dimension
/// as 32 bits, then the elements, the last dimension fastest.
public struct IDXFile: Hashable, Sendable {
  /// The type of the elements; the raw value is the file's type code.
  public enum ElementType: UInt8, Sendable {
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

    /// Bytes an element takes.
    public var size: Int {
      switch self {
      case .uint8, .int8: 1
      case .int16: 2
      case .int32, .float32: 4
      case .float64: 8
      }
    }
  }

  /// The type of the elements.
  public let elementType: ElementType
  /// The dimensions, the slowest first: count, rows, columns for pictures.
  public let dimensions: [Int]
  /// The elements as the file has them: big-endian, the last dimension fastest.
  public private(set) var elements: [UInt8]

  /// A file of the given elements.
  ///
  /// - Precondition: there are as many bytes as the dimensions say, one to 255 dimensions, and
  ///   each fits 32 bits.
  public init(elementType: ElementType = .uint8, dimensions: [Int], elements: [UInt8]) {
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
  public init(path: String, limit: Int = 1 << 30) throws(FileError) {
    let remedy = IDXFile.remedy(for: path)
    let bytes = try FileContents.read(path, limit: limit)
    let content = try Gzip.decompressed(bytes, path: path, limit: limit, remedy: remedy)
    try self.init(parsing: content, path: path)
  }

  /// Parses a file's decompressed bytes.
  ///
  /// Every field of the header is proved against the length before anything is allocated.
  ///
  /// - Parameter path: where the bytes came from, for the error and the advice in it.
  public init(parsing bytes: consuming [UInt8], path: String) throws(FileError) {
    let header: IDXHeader
    switch IDXHeader.parse(bytes) {
    case .success(let parsed): header = parsed
    case .failure(let failure):
      throw FileError(
        .corrupt, path: path, found: failure.found, remedy: IDXFile.remedy(for: path))
    }
    elementType = header.elementType
    dimensions = header.dimensions
    elements = bytes
    elements.removeFirst(header.size)
  }

  /// The bytes of the file.
  public func serialized() -> [UInt8] {
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

  /// What to do about a damaged file at `path`.
  static func remedy(for path: String) -> String {
    // No server has a user's own numbers.
    if IDXFileName(Folder.name(of: path))?.content == .values {
      return "write it again, with its pictures"
    }
    let folder = Folder.parent(of: path)
    return "fetch it again with: recognizer download --into \(folder.isEmpty ? "." : folder)"
  }
}
