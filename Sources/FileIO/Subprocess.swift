#if canImport(Glibc)
  @preconcurrency import Glibc
#else
  @preconcurrency import Darwin
#endif

/// Runs another program, without a shell, and collects what it writes.
public enum Subprocess {
  /// What a program that ended left behind.
  public struct Outcome: Hashable, Sendable {
    /// Its exit code, or nil when a signal ended it.
    public let exitCode: Int32?
    /// The signal that ended it, if one did.
    public let signal: Int32?
    /// All it wrote to standard output.
    public let output: [UInt8]
    /// All it wrote to standard error, as text.
    public let errorText: String
  }

  /// Runs `program`, found through `PATH`, to its end.
  ///
  /// - Parameters:
  ///   - arguments: its arguments, without its own name.
  ///   - input: what it reads from standard input.
  ///   - keepGoing: asked about ten times a second; false ends the program.
  /// - Throws: `FileError` of kind `missing` when there is no such program, `transferFailed`
  ///   when it cannot be started.
  public static func run(
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

  /// Feeds the program and drains it at once, so that neither side waits for the other for ever.
  private static func exchange(
    _ channels: Channels, input: [UInt8], process: pid_t, _ keepGoing: () -> Bool
  ) -> (output: [UInt8], errors: [UInt8]) {
    var output: [UInt8] = []
    var errors: [UInt8] = []
    var sent = 0
    if input.isEmpty { channels.closeInput() }
    var isEnding = false
    while channels.output.own >= 0 || channels.errors.own >= 0 {
      // `poll` passes over negative descriptors, which is what a closed channel has.
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
        // A program that no longer reads is not an error: its exit code tells.
        if count < 0 || sent == input.count { channels.closeInput() }
      }
    }
    return (output, errors)
  }

  /// False at the end.
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
