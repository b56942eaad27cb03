#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The three connections to a program that runs beside this one; -1 marks a closed end.
///
/// Sockets and not pipes: writing to a pipe that nobody reads raises a signal that ends the
/// process, and a socket can be told not to.
final class Channels {
  struct Channel {
    var own: Int32 = -1
    var child: Int32 = -1
  }

  private(set) var input = Channel()
  private(set) var output = Channel()
  private(set) var errors = Channel()

  /// Nil, with the reason in `errno`, when the system has no more connections to give.
  init?() {
    for channel in [\Channels.input, \Channels.output, \Channels.errors] {
      guard let ends = Channels.connect() else {
        let code = errno
        closeAll()
        errno = code
        return nil
      }
      self[keyPath: channel] = ends
    }
  }

  /// How many bytes the program took, 0 when it takes none just now, negative when it will not
  /// take any more.
  func send(_ bytes: ArraySlice<UInt8>) -> Int {
    #if canImport(Glibc)
      let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
    #else
      let flags = MSG_DONTWAIT
    #endif
    let count = bytes.withUnsafeBytes { systemSend(input.own, $0.baseAddress, $0.count, flags) }
    return count < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : count
  }

  func closeInput() { Channels.close(&input.own) }
  func closeOutput() { Channels.close(&output.own) }
  func closeErrors() { Channels.close(&errors.own) }

  func closeChildEnds() {
    Channels.close(&input.child)
    Channels.close(&output.child)
    Channels.close(&errors.child)
  }

  func closeAll() {
    closeInput()
    closeOutput()
    closeErrors()
    closeChildEnds()
  }

  // MARK: - Implementation

  private static func connect() -> Channel? {
    var ends: [Int32] = [-1, -1]
    #if canImport(Glibc)
      // In one step: another thread may start a program at any moment.
      let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
      guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return nil }
    #else
      guard socketpair(AF_UNIX, SOCK_STREAM, 0, &ends) == 0 else { return nil }
      var yes: Int32 = 1
      for end in ends {
        _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        setsockopt(end, SOL_SOCKET, SO_NOSIGPIPE, &yes, socklen_t(MemoryLayout<Int32>.size))
      }
    #endif
    return Channel(own: ends[0], child: ends[1])
  }

  private static func close(_ descriptor: inout Int32) {
    if descriptor >= 0 { systemClose(descriptor) }
    descriptor = -1
  }
}

@discardableResult
private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }

private func systemSend(
  _ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int, _ flags: Int32
) -> Int {
  send(descriptor, buffer, count, flags)
}
