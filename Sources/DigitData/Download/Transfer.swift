internal import RecognizerFileIO

/// One attempt to fetch one address into a file, by the system's `curl`.
///
/// HTTP, TLS, proxies and redirects are curl's domain. It runs as a program: linking its library
/// would load some thirty shared libraries at every start of every command.
struct Transfer {
  let address: String
  let path: String
  /// Seconds without a connection, and seconds without a byte, after which to give up.
  let timeLimit: Int
  /// The most bytes the file may grow to.
  let sizeLimit: Int

  enum Result: Hashable {
    case complete
    /// The server or the network failed; the bytes received may be the beginning of the file.
    case failed(String)
    /// The server does not continue the partial file.
    case cannotResume
  }

  /// Fetches the file, continuing the one at `path` where there is one.
  ///
  /// - Parameter progress: called with the file's size in bytes, about ten times a second.
  /// - Throws: `FileError` when there is no `curl`, the disk fails or the user interrupts.
  func run(progress: (Int) -> Void) throws(FileError) -> Result {
    var isTooLong = false
    let outcome = try curl {
      let size = FileContents.size(of: path) ?? 0
      progress(size)
      isTooLong = size > sizeLimit
      return !isTooLong
    }
    if isTooLong { return .failed("more than \(sizeLimit) bytes") }
    if outcome.exitCode == 0 { return .complete }
    let interrupt: Int32 = 2
    if outcome.signal == interrupt {
      throw FileError(
        .transferFailed, path: path, found: "interrupted",
        remedy: "start again; what has arrived is kept")
    }
    let status = String(decoding: outcome.output, as: UTF8.self)
    switch outcome.exitCode {
    case 33, 36: return .cannotResume
    case 22 where status == "416": return .cannotResume
    case 22: return .failed("HTTP status \(status)")
    case 23:
      throw FileError(
        .transferFailed, path: path, found: "writing failed", remedy: "free some space")
    default: return .failed(reason(outcome))
    }
  }

  private func curl(_ keepGoing: () -> Bool) throws(FileError) -> Subprocess.Outcome {
    do {
      return try Subprocess.run("curl", arguments, keepGoing: keepGoing)
    } catch {
      guard error.kind == .missing else { throw error }
      throw FileError(
        .networkUnavailable, path: address, found: "the program curl that fetches it is missing",
        remedy: "install curl")
    }
  }

  private var arguments: [String] {
    [
      // The user's own settings file could redirect the output.
      "--disable", "--silent", "--show-error", "--fail", "--location", "--globoff",
      "--proto", "=http,https", "--proto-redir", "=http,https",
      "--connect-timeout", "\(timeLimit)", "--speed-limit", "1", "--speed-time", "\(timeLimit)",
      "--continue-at", "-", "--output", path, "--write-out", "%{http_code}", "--url", address,
    ]
  }

  /// curl's words without its name and number.
  private func reason(_ outcome: Subprocess.Outcome) -> String {
    let lines = outcome.errorText.split(separator: "\n")
    guard let line = lines.last(where: { $0.hasPrefix("curl: (") }) else {
      return "curl ended with code \(outcome.exitCode ?? -1)"
    }
    return String(line.drop { $0 != ")" }.dropFirst(2))
  }
}
