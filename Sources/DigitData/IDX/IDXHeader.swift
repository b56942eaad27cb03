/// The fields before an IDX file's elements, proved against the file's length.
struct IDXHeader {
  let elementType: IDXFile.ElementType
  let dimensions: [Int]

  /// Bytes of the header.
  var size: Int { 4 + 4 * dimensions.count }

  struct Failure: Error {
    let found: String
  }

  static func parse(_ bytes: [UInt8]) -> Result<IDXHeader, Failure> {
    guard bytes.count >= 4, bytes[0] == 0, bytes[1] == 0,
      let elementType = IDXFile.ElementType(rawValue: bytes[2]), bytes[3] > 0
    else { return .failure(Failure(found: notIDX(bytes))) }
    let size = 4 + 4 * Int(bytes[3])
    guard bytes.count >= size else {
      return .failure(
        Failure(found: "an IDX file cut off in its header (\(bytes.count) bytes of \(size))"))
    }
    let dimensions = stride(from: 4, to: size, by: 4).map { offset in
      bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    let shape = dimensions.map(String.init).joined(separator: "x")
    guard let expected = IDXFile.size(of: dimensions, elementType) else {
      return .failure(Failure(found: "a damaged IDX header (\(shape) elements)"))
    }
    let found = bytes.count - size
    guard found == expected else {
      let fault = found < expected ? "cut off" : "too long"
      return .failure(
        Failure(
          found: "an IDX file that is \(fault) (\(shape) elements need \(expected) bytes, "
            + "\(found) are there)"))
    }
    return .success(IDXHeader(elementType: elementType, dimensions: dimensions))
  }

  private static func notIDX(_ bytes: [UInt8]) -> String {
    if Gzip.isCompressed(bytes) { return "gzip data compressed twice" }
    return "\(ContentDescription.describe(bytes)) instead of an IDX file"
  }
}
