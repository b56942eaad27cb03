#if canImport(Glibc)
  @preconcurrency import Glibc
#else
  @preconcurrency import Darwin
#endif

/// Runs another program, without a shell, and collects what it writes.
package enum Subprocess {
  /// The result of a program that has ended.
  package struct Outcome: Hashable, Sendable {
    /// Its exit code, or nil when a signal ended it.
    package let exitCode: Int32?
    /// The signal that ended it, if one did.
    package let signal: Int32?
    /// Everything it wrote to standard output.
    package let output: [UInt8]
    /// Everything it wrote to standard error, as text.
    package let errorText: String
  }

  /// Runs `program`, found through `PATH`, and waits until it ends.
  ///
  /// - Parameters:
  ///   - arguments: its arguments, without its own name.
  ///   - input: what it reads from standard input.
  ///   - keepGoing: called about ten times a second; returning false ends the program.
  /// - Throws: `FileError` of kind `missing` when there is no such program, `transferFailed`
  ///   when it cannot be started.
  package static func run(
    _ program: String, _ arguments: [String], input: [UInt8] = [],
    keepGoing: () -> Bool = { true }
  ) throws(FileError) -> Outcome {
    guard let channels = Channels() else { throw cannotStart(program, code: errno) }
    defer { channels.closeAll() }
    var process: pid_t = 0
    let code = spawn(program, arguments, channels, &process)
    guard code == 0 else { throw cannotStart(program, code: code) }
    channels.closeChildEnds()
    let (output, errors) = exchange(channels, input: input, process: process, keepGoing)
    var status: Int32 = 0
    // Without this wait the ended program would stay in the process table.
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    let signal = status & 0x7F
    return Outcome(
      exitCode: signal == 0 ? status >> 8 & 0xFF : nil, signal: signal == 0 ? nil : signal,
      output: output, errorText: String(decoding: errors, as: UTF8.self))
  }

  // MARK: - Implementation

  private static func cannotStart(_ program: String, code: Int32) -> FileError {
    code == ENOENT
      ? FileError(
        .missing, path: program, found: "no such program", remedy: "install \(program)")
      : FileError(
        .transferFailed, path: program, found: "cannot be started (\(reason(code)))",
        remedy: "check that \(program) runs by itself")
  }

  private static func spawn(
    _ program: String, _ arguments: [String], _ channels: Channels, _ process: inout pid_t
  ) -> Int32 {
    #if canImport(Glibc)
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #else
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, channels.input.child, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, channels.output.child, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, channels.errors.child, STDERR_FILENO)
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The program must end on Ctrl-C even where this process handles that itself.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGINT, SIGTERM, SIGPIPE] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))
    var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
    words.append(nil)
    defer { for word in words { free(word) } }
    return posix_spawnp(&process, program, &actions, &attributes, words, environ)
  }

  /// Feeds the program and drains it in turn, so that neither side waits for the other forever.
  private static func exchange(
    _ channels: Channels, input: [UInt8], process: pid_t, _ keepGoing: () -> Bool
  ) -> (output: [UInt8], errors: [UInt8]) {
    var output: [UInt8] = []
    var errors: [UInt8] = []
    var sent = 0
    if input.isEmpty { channels.closeInput() }
    var isEnding = false
    while channels.output.own >= 0 || channels.errors.own >= 0 {
      // `poll` ignores negative descriptors, which is what a closed channel has.
      var polls = [
        pollfd(fd: channels.output.own, events: Int16(POLLIN), revents: 0),
        pollfd(fd: channels.errors.own, events: Int16(POLLIN), revents: 0),
        pollfd(fd: channels.input.own, events: Int16(POLLOUT), revents: 0),
      ]
      let ready = poll(&polls, nfds_t(polls.count), 100)
      if !isEnding && !keepGoing() {
        isEnding = true
        kill(process, SIGTERM)
      }
      guard ready > 0 else { continue }
      if polls[0].revents != 0 && !append(from: channels.output.own, to: &output) {
        channels.closeOutput()
      }
      if polls[1].revents != 0 && !append(from: channels.errors.own, to: &errors) {
        channels.closeErrors()
      }
      if polls[2].revents != 0 {
        let count = channels.send(input[sent...])
        sent += max(count, 0)
        // A program that no longer reads is not an error: its exit code says whether it failed.
        if count < 0 || sent == input.count { channels.closeInput() }
      }
    }
    return (output, errors)
  }

  /// Appends what can be read now; false at the end of the stream.
  private static func append(from descriptor: Int32, to bytes: inout [UInt8]) -> Bool {
    var count = 0
    bytes.append(
      contentsOf: [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, filled in
        repeat {
          count = read(descriptor, buffer.baseAddress, buffer.count)
        } while count < 0 && errno == EINTR
        filled = max(count, 0)
      })
    return count > 0
  }
}

// MARK: - Channels

/// The three connections to a program that runs beside this one; -1 marks a closed end.
///
/// Sockets rather than pipes: writing to a pipe that nobody reads raises a signal that ends the
/// process, and a socket can be set not to.
private final class Channels {
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

  /// Sends what the program takes without waiting.
  ///
  /// - Returns: the number of bytes sent, 0 when the program takes none just now, negative when
  ///   it will take no more.
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
