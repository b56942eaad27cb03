internal import CZlib
internal import RecognizerFileIO

/// The chunks a PNG file is made of.
///
/// libpng's simplified interface always applies a file's gamma and colour profile, accepts a
/// damaged check sum of transparency, and does not look past the last row. So the chunks that
/// make the picture are proved and copied first, and libpng decodes those alone.
enum PNGChunks {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// The file with only the chunks that decide its stored pixels: the critical ones and
  /// transparency.
  ///
  /// - Throws: `FileError` when it is no PNG, is cut off, fails a check sum of these chunks or goes
  ///   on after its end.
  static func essential(of bytes: [UInt8], path: String) throws(FileError) -> [UInt8] {
    guard bytes.starts(with: signature) else { throw notPNG(bytes, path) }
    var essential = signature
    essential.reserveCapacity(bytes.count)
    var offset = signature.count
    while true {
      let left = bytes.count - offset
      guard left >= overhead else { throw cutOff(bytes, path) }
      let length = bigEndian(bytes, at: offset)
      guard length <= left - overhead else { throw cutOff(bytes, path) }
      let type = bytes[offset + 4..<offset + 8]
      let end = offset + overhead + length
      // A capital first letter marks a chunk that no reader may skip.
      if type.first! & 0x20 == 0 || type.elementsEqual("tRNS".utf8) {
        guard checkSum(bytes, offset + 4..<end - 4) == bigEndian(bytes, at: end - 4) else {
          let name = String(decoding: type, as: UTF8.self).debugDescription
          throw PNG.error(path, found: "a damaged PNG image (chunk \(name) fails its check sum)")
        }
        essential += bytes[offset..<end]
      }
      offset = end
      if type.elementsEqual("IEND".utf8) { break }
    }
    guard offset == bytes.count else {
      throw PNG.error(
        path, found: "a PNG image with \(bytes.count - offset) bytes after its end")
    }
    return essential
  }

  /// The data of all chunks of one type, in order, in a file that `essential` made.
  static func data(of type: String, in essential: [UInt8]) -> [UInt8] {
    var data: [UInt8] = []
    var offset = signature.count
    while offset < essential.count {
      let length = bigEndian(essential, at: offset)
      if essential[offset + 4..<offset + 8].elementsEqual(type.utf8) {
        data += essential[offset + 8..<offset + 8 + length]
      }
      offset += overhead + length
    }
    return data
  }

  /// A chunk: length, type, data, check sum.
  static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    var chunk = bigEndian(data.count) + Array(type.utf8) + data
    chunk += bigEndian(checkSum(chunk, 4..<chunk.count))
    return chunk
  }

  /// A number in a PNG's four bytes.
  static func bigEndian(_ value: Int) -> [UInt8] {
    withUnsafeBytes(of: UInt32(value).bigEndian) { Array($0) }
  }

  // MARK: - Implementation

  /// Bytes of a chunk beside its data: length, type, check sum.
  private static let overhead = 12

  private static func bigEndian(_ bytes: [UInt8], at offset: Int) -> Int {
    bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
  }

  private static func checkSum(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
    bytes.withUnsafeBufferPointer { buffer in
      Int(crc32_z(0, buffer.baseAddress! + range.lowerBound, range.count))
    }
  }

  private static func cutOff(_ bytes: [UInt8], _ path: String) -> FileError {
    PNG.error(path, found: "a PNG image that is cut off (\(bytes.count) bytes, no end)")
  }

  private static func notPNG(_ bytes: [UInt8], _ path: String) -> FileError {
    if bytes.starts(with: signature.prefix(4)) {
      return PNG.error(
        path, found: "a PNG image damaged by a text-mode transfer (its signature is altered)",
        remedy: "copy it again in binary mode")
    }
    return PNG.error(
      path, found: "\(ContentDescription.describe(bytes)) instead of a PNG image",
      remedy: "save the picture as PNG")
  }
}
