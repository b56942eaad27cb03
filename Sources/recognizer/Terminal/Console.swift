import NeuralNet
import RecognizerFileIO

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The one place that writes: results to standard output, everything else to standard error.
///
/// Results that come fast are gathered and written in large pieces; results that come slowly, and
/// all that go to a terminal, are written at once. A progress line on the terminal is taken away before anything else is printed.
package final class Console: Sendable {
  private struct State {
    var output: OutputStream
    var errors: OutputStream
    var transient = ""
    var lastFlush = -Double.infinity
  }

  /// The style of results.
  package let outputStyle: TextStyle
  /// The style of notes and progress.
  package let errorStyle: TextStyle
  /// Whether progress is drawn as a bar that changes in place.
  package let showsBars: Bool
  /// Whether only errors are printed on standard error.
  package let isQuiet: Bool
  /// The columns of the terminal that results go to.
  package var outputWidth: Int { Terminal.width(outputDescriptor) }
  /// The columns of the terminal that progress goes to.
  package var errorWidth: Int { Terminal.width(errorDescriptor) }

  private let outputDescriptor: Int32
  private let errorDescriptor: Int32
  private let outputIsTerminal: Bool
  private let state: Locked<State>

  /// A console over two file descriptors.
  package init(
    output: Int32 = 1, errors: Int32 = 2, isQuiet: Bool = false, refusesColor: Bool = false,
    isTerminal: (Int32) -> Bool = Terminal.isTerminal,
    environment: (String) -> String? = Terminal.environment
  ) {
    let outputIsTerminal = isTerminal(output)
    let errorIsTerminal = isTerminal(errors)
    func style(_ isTerminal: Bool) -> TextStyle {
      TextStyle(
        isColored: TextStyle.isColored(
          toTerminal: isTerminal, refused: refusesColor, environment: environment))
    }
    self.isQuiet = isQuiet
    self.outputIsTerminal = outputIsTerminal
    outputDescriptor = output
    errorDescriptor = errors
    outputStyle = style(outputIsTerminal)
    errorStyle = style(errorIsTerminal)
    // A dumb terminal cannot go back to the beginning of a line and clear it.
    showsBars = errorIsTerminal && !isQuiet && environment("TERM") != "dumb"
    state = Locked(
      State(
        output: OutputStream(descriptor: output, capacity: outputIsTerminal ? 0 : 1 << 16),
        errors: OutputStream(descriptor: errors, capacity: 0)))
  }

  // MARK: - Results

  /// Prints a part of the result as it is.
  ///
  /// - Throws: ``ClosedOutput`` when nobody reads any more, `FileError` when the disk is full.
  package func write(_ text: String) throws {
    try state.withLock { state in
      if outputIsTerminal { Self.hideTransient(&state) }
      try state.output.append(text)
      // Whoever follows a long run through a pipe sees each line as it comes.
      let time = Progress.monotonicSeconds()
      guard time - state.lastFlush > 0.1 else { return }
      state.lastFlush = time
      try state.output.flush()
    }
  }

  /// Prints a line of the result.
  package func writeLine(_ line: String) throws { try write(line + "\n") }

  /// Hands on every result so far, so that a program that listens sees it now.
  package func flush() throws { try state.withLock { try $0.output.flush() } }

  // MARK: - Everything else

  /// Says something that is not a result.
  package func note(_ text: String) {
    if !isQuiet { say(text) }
  }

  /// Says that something may not be as expected.
  package func warn(_ text: String) {
    if !isQuiet { say("\(Program.name): \(errorStyle.yellow("warning:")) \(oneLine(text))") }
  }

  /// Says what went wrong, in one line.
  package func error(_ text: String) {
    say("\(Program.name): \(errorStyle.red("error:")) \(oneLine(text))")
  }

  /// Shows a line that the next output replaces; an empty one takes it away.
  func showTransient(_ line: String) {
    state.withLock { state in
      Self.hideTransient(&state)
      state.transient = line
      try? state.errors.append(line)
    }
  }

  private func say(_ text: String) {
    // When standard error fails there is nowhere left to say so.
    state.withLock { state in
      Self.hideTransient(&state)
      try? state.errors.append(text + "\n")
    }
  }

  private static func hideTransient(_ state: inout State) {
    guard !state.transient.isEmpty else { return }
    state.transient = ""
    try? state.errors.append("\r\u{1B}[K")
  }
}

extension Console {
  /// The console that the command line asks for.
  ///
  /// It is needed before the words are parsed, to report what is wrong with them.
  convenience init(for words: [String]) {
    let options = words.prefix { $0 != "--" }
    func names(_ flag: Flag) -> Bool {
      options.contains(where: flag.declaration.spellings.contains)
    }
    self.init(
      isQuiet: names(SharedOptions.quiet), refusesColor: names(SharedOptions.noColor))
  }
}

/// `text` with its control characters written out, so that a file's name cannot break the line.
private func oneLine(_ text: String) -> String {
  String(
    String.UnicodeScalarView(
      text.unicodeScalars.flatMap { scalar in
        scalar.properties.generalCategory == .control
          ? Array("\\u{\(String(scalar.value, radix: 16))}".unicodeScalars) : [scalar]
      }))
}

/// The reader of standard output has gone, as `head` does when it has seen enough.
package struct ClosedOutput: Error, Hashable, Sendable {
  /// The only value.
  package init() {}
}

/// Bytes on their way to a file descriptor.
struct OutputStream: Sendable {
  let descriptor: Int32
  /// The number of bytes that are collected before they are written.
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
