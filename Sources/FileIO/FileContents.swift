#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads, writes, moves and removes whole files.
///
/// A file that grows while it is written, such as a training log, is opened by its writer.
package enum FileContents {
  /// All bytes of the file at `path`.
  ///
  /// - Parameter limit: the most bytes that are accepted, checked before anything is allocated.
  /// - Throws: `FileError` when the file is missing, a folder, unreadable or over the limit.
  package static func read(_ path: String, limit: Int = 1 << 32) throws(FileError) -> [UInt8] {
    let (descriptor, size) = try opened(path)
    defer { close(descriptor) }
    return try read(descriptor, path: path, expected: size, limit: limit)
  }

  /// All bytes of standard input, up to `limit`.
  package static func readStandardInput(limit: Int) throws(FileError) -> [UInt8] {
    try read(STDIN_FILENO, path: "standard input", expected: 0, limit: limit)
  }

  /// Writes `bytes` to `path` so that a reader sees the old file or the new one, never half of one.
  ///
  /// The bytes go to a temporary file beside `path`, are flushed to the disk, and the temporary
  /// file takes the name in one step.
  package static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    let temporary = "\(path).\(getpid()).partial"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw cannotCreate(path, code: errno) }
    var failure = writeAll(bytes, to: descriptor)
    if failure == 0 && fsync(descriptor) != 0 { failure = errno }
    if systemClose(descriptor) != 0 && failure == 0 { failure = errno }
    if failure == 0 && rename(temporary, path) != 0 { failure = errno }
    guard failure == 0 else {
      unlink(temporary)
      throw cannotWrite(path, code: failure)
    }
  }

  // MARK: - Moving and removing

  /// Bytes in the file at `path`, or nil when there is none.
  package static func size(of path: String) -> Int? {
    var status = stat()
    guard stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// Removes the file at `path`; that there is none is not an error.
  package static func remove(_ path: String) throws(FileError) {
    guard unlink(path) == 0 || errno == ENOENT else {
      throw FileError(
        .transferFailed, path: path, found: "cannot be removed (\(reason(errno)))",
        remedy: "remove it yourself")
    }
  }

  /// Gives the file at `path` the name `newPath` in one step, in place of a file of that name.
  ///
  /// Its bytes are flushed to the disk first, so that a file under its final name is complete
  /// even after a power cut.
  package static func move(_ path: String, to newPath: String) throws(FileError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    var failure: Int32 = descriptor < 0 ? errno : 0
    if failure == 0 {
      if fsync(descriptor) != 0 { failure = errno }
      close(descriptor)
    }
    if failure == 0 && rename(path, newPath) != 0 { failure = errno }
    guard failure == 0 else {
      throw FileError(
        .transferFailed, path: newPath, found: "cannot be put in place (\(reason(failure)))",
        remedy: "free some space or choose another place")
    }
  }

  // MARK: - Parts of files

  /// Opens the file at `path`; the caller closes it.
  static func openForReading(_ path: String) throws(FileError) -> Int32 {
    try opened(path).descriptor
  }

  /// The next bytes of an open file, waited for until there are some; none at its end.
  static func readSome(
    _ descriptor: Int32, path: String, atMost count: Int
  ) throws(FileError) -> [UInt8] {
    var result = 0
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      repeat {
        result = systemRead(descriptor, buffer.baseAddress!, count)
        failure = result < 0 ? errno : 0
      } while failure == EINTR
      filled = max(result, 0)
    }
    guard failure == 0 else { throw cannotRead(path, code: failure) }
    return bytes
  }

  /// Writes all of `bytes` to an open file.
  ///
  /// - Returns: 0, or the number of the error that came up.
  static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        systemWrite(descriptor, buffer.baseAddress! + written, bytes.count - written)
      }
      if count >= 0 { written += count } else if errno != EINTR { return errno }
    }
    return 0
  }

  /// Closes an open file.
  static func close(_ descriptor: Int32) { systemClose(descriptor) }

  // MARK: - Implementation

  private static func opened(
    _ path: String
  ) throws(FileError) -> (descriptor: Int32, size: Int) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw cannotOpen(path, code: errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      defer { close(descriptor) }
      throw cannotOpen(path, code: errno)
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      close(descriptor)
      throw FileError(.corrupt, path: path, found: "a folder", remedy: "name a file")
    }
    return (descriptor, Int(status.st_size))
  }

  private static func read(
    _ descriptor: Int32, path: String, expected: Int, limit: Int
  ) throws(FileError) -> [UInt8] {
    let tooLarge = FileError(
      .corrupt, path: path, found: "more than \(limit) bytes", remedy: "name a smaller file")
    guard expected <= limit else { throw tooLarge }
    var bytes: [UInt8] = []
    // One byte more than expected, so that the end of a file of known size is seen at once.
    var capacity = max(expected + 1, 1 << 16)
    while true {
      var failure: Int32 = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        (count, failure) = fill(buffer, from: descriptor)
      }
      guard failure == 0 else { throw cannotRead(path, code: failure) }
      // The first chunk is usually the whole file: it is not copied.
      if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
      guard bytes.count <= limit else { throw tooLarge }
      if chunk.count < capacity { return bytes }
      capacity = min(bytes.count, limit + 1 - bytes.count)
    }
  }

  /// Reads until the buffer is full or the file is at its end.
  private static func fill(
    _ buffer: UnsafeMutableBufferPointer<UInt8>, from descriptor: Int32
  ) -> (count: Int, failure: Int32) {
    var count = 0
    while count < buffer.count {
      let result = systemRead(descriptor, buffer.baseAddress! + count, buffer.count - count)
      if result == 0 { break }
      if result > 0 { count += result } else if errno != EINTR { return (count, errno) }
    }
    return (count, 0)
  }

  private static func cannotOpen(_ path: String, code: Int32) -> FileError {
    code == ENOENT || code == ENOTDIR
      ? FileError(.missing, path: path, found: "no such file", remedy: "check the path")
      : FileError(
        .transferFailed, path: path, found: "cannot be opened (\(reason(code)))",
        remedy: "check its permissions")
  }

  private static func cannotRead(_ path: String, code: Int32) -> FileError {
    FileError(
      .transferFailed, path: path, found: "reading failed (\(reason(code)))",
      remedy: "check the file and the disk")
  }

  static func cannotWrite(_ path: String, code: Int32) -> FileError {
    FileError(
      .transferFailed, path: path, found: "writing failed (\(reason(code)))",
      remedy: "free some space or choose another place")
  }

  static func cannotCreate(_ path: String, code: Int32) -> FileError {
    FileError(
      .cannotCreate, path: path, found: "cannot be created (\(reason(code)))",
      remedy: "check that the folder exists and may be written")
  }
}

/// The system's own words for an error number.
package func reason(_ code: Int32) -> String { String(cString: strerror(code)) }

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int)
  -> Int
{
  read(descriptor, buffer, count)
}

private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, buffer, count)
}

@discardableResult
private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
