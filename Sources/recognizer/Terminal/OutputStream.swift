import RecognizerFileIO

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The reader of standard output has gone, as `head` does when it has seen enough.
package struct ClosedOutput: Error, Hashable, Sendable {
  /// The only value.
  package init() {}
}

/// Bytes on their way to a file descriptor.
struct OutputStream: Sendable {
  let descriptor: Int32
  /// How many bytes wait before they are written.
  let capacity: Int
  private var buffer: [UInt8] = []

  init(descriptor: Int32, capacity: Int) {
    self.descriptor = descriptor
    self.capacity = capacity
  }

  /// Takes `text`, and writes what has gathered when that is enough.
  mutating func append(_ text: String) throws {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= capacity { try flush() }
  }

  /// Writes everything that has gathered.
  ///
  /// - Throws: ``ClosedOutput``, or `FileError` when the disk is full. The bytes are then dropped,
  ///   so that a second flush does not fail for the same reason.
  mutating func flush() throws {
    defer { buffer.removeAll(keepingCapacity: true) }
    var written = 0
    while written < buffer.count {
      let count = buffer.withUnsafeBytes { bytes in
        write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
      }
      if count >= 0 {
        written += count
      } else if errno == EPIPE {
        throw ClosedOutput()
      } else if errno == EAGAIN {
        waitUntilWritable()
      } else if errno != EINTR {
        throw FileError(
          .transferFailed, path: "standard output", found: "writing failed (\(reason(errno)))",
          remedy: "free some space or write elsewhere")
      }
    }
  }

  /// Waits for the reader of a descriptor that another process made non-blocking.
  private func waitUntilWritable() {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    poll(&request, 1, -1)
  }
}
