#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Names in a file or on standard input, each as soon as it is there; one at a time is in memory.
package struct NameList: Sendable {
  /// The list's name in errors.
  private let path: String
  private let separator: UInt8
  /// The open file; negative after its end.
  private var descriptor: Int32
  /// Bytes that were read and not yet returned.
  private var buffer: [UInt8] = []
  /// The index in ``buffer`` of the first of them.
  private var start = 0
  private var isFirst = true

  /// Far more than a path may have.
  private static let longestName = 1 << 16
  /// The bytes that some editors begin a text file with.
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The list in the file at `path`, or on standard input when that is `-`.
  ///
  /// - Parameter separator: the byte that ends a name; the last one's may be missing.
  /// - Throws: `FileError` when the file is missing, a folder or unreadable.
  package init(_ path: String, separator: UInt8) throws(FileError) {
    self.separator = separator
    guard path != "-" else {
      self.path = "standard input"
      descriptor = STDIN_FILENO
      return
    }
    self.path = path
    descriptor = try FileContents.openForReading(path)
  }

  /// The next name, waited for until it is there; `nil` at the end.
  ///
  /// Empty names are passed over, and a carriage return before the end of a line belongs to it.
  ///
  /// - Throws: `FileError` when reading fails or a name is longer than 64 KB; the list is then at its
  ///   end.
  package mutating func next() throws(FileError) -> String? {
    while let name = try nextSlice() {
      if !name.isEmpty { return String(decoding: name, as: UTF8.self) }
    }
    return nil
  }

  // MARK: - Implementation

  private mutating func nextSlice() throws(FileError) -> ArraySlice<UInt8>? {
    // What was looked through already is not looked through again.
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: separator) {
        defer { start = end + 1 }
        return trimmed(buffer[start..<end])
      }
      guard descriptor >= 0 else {
        defer { start = buffer.count }
        return start < buffer.count ? trimmed(buffer[start...]) : nil
      }
      guard buffer.count - start <= Self.longestName else {
        close()
        start = buffer.count
        throw FileError(
          .corrupt, path: path, found: "a name of more than \(Self.longestName) bytes",
          remedy: "write one name a line")
      }
      buffer.removeFirst(start)
      start = 0
      searched = buffer.count
      try read()
    }
  }

  /// The name without what text files have around it.
  private mutating func trimmed(_ name: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isFirst = self.isFirst
    self.isFirst = false
    guard separator != 0 else { return name }
    let rest = isFirst && name.starts(with: Self.byteOrderMark) ? name.dropFirst(3) : name
    return rest.last == UInt8(ascii: "\r") ? rest.dropLast() : rest
  }

  /// Appends what is there, which of a pipe may be a part of a line.
  private mutating func read() throws(FileError) {
    let chunk: [UInt8]
    do throws(FileError) {
      chunk = try FileContents.readSome(descriptor, path: path, atMost: 1 << 16)
    } catch {
      close()
      throw error
    }
    if chunk.isEmpty { close() }
    buffer += chunk
  }

  private mutating func close() {
    if descriptor > STDIN_FILENO { FileContents.close(descriptor) }
    descriptor = -1
  }
}
