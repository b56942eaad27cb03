/// A description of unexpected bytes for an error message.
///
/// The most common "corrupt data set" is no data set at all but a web server's error page saved
/// under the data set's name. Saying so helps more than a wrong magic number does.
package enum ContentDescription {
  /// A noun phrase such as "an HTML page, 727 bytes" or "an empty file".
  package static func describe(_ bytes: [UInt8]) -> String {
    if bytes.isEmpty { return "an empty file" }
    return "\(kind(of: bytes)), \(bytes.count) bytes"
  }

  // MARK: - Implementation

  private static let signatures: [(prefix: [UInt8], name: String)] = [
    ([0x1F, 0x8B], "gzip data"),
    ([0x89, 0x50, 0x4E, 0x47], "a PNG image"),
    ([0xFF, 0xD8, 0xFF], "a JPEG image"),
    (Array("GIF8".utf8), "a GIF image"),
    (Array("BM".utf8), "a BMP image"),
    (Array("%PDF".utf8), "a PDF document"),
    ([0x50, 0x4B, 0x03, 0x04], "a zip archive"),
    ([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59], "a NumPy array"),
    (Array("version https://git-lfs".utf8), "a Git LFS pointer"),
    (Array("<?xml".utf8), "an XML document"),
    ([0, 0, 0x08], "an IDX file of bytes"),
    ([0, 0, 0x0C], "an IDX file of integers"),
    ([0, 0, 0x0D], "an IDX file of floats"),
  ]

  private static func kind(of bytes: [UInt8]) -> String {
    if let match = signatures.first(where: { bytes.starts(with: $0.prefix) }) { return match.name }
    if bytes.dropFirst(4).starts(with: Array("ftyphe".utf8)) { return "a HEIC image" }
    if bytes.starts(with: Array("RIFF".utf8)) && bytes.dropFirst(8).starts(with: Array("WEBP".utf8))
    {
      return "a WebP image"
    }
    let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
    let text = bytes.drop(while: isSpace).prefix(64)
    let lowercased = String(decoding: text, as: UTF8.self).lowercased()
    if lowercased.hasPrefix("<!doctype html") || lowercased.hasPrefix("<html") {
      return "an HTML page"
    }
    let isText = bytes.prefix(512).allSatisfy { isSpace($0) || (0x20..<0x7F).contains($0) }
    if isText { return "text" }
    if bytes.allSatisfy({ $0 == 0 }) { return "nothing but zeros" }
    let digits = bytes.prefix(4).map { byte in
      let hexadecimal = String(byte, radix: 16, uppercase: true)
      return hexadecimal.count == 1 ? "0" + hexadecimal : hexadecimal
    }
    return "unknown data (it begins \(digits.joined(separator: " ")))"
  }
}
