import RecognizerFileIO

/// The images of a command that could not be used: each is reported as it comes, and the exit code
/// follows from all of them.
struct FailedInputs {
  /// A line of JSON in place of an answer.
  private struct Line: Encodable {
    let file: String
    let error: String
  }

  private let console: Console
  private let isJSON: Bool
  /// The inputs so far, those that could be used among them.
  var count = 0
  private var first: FileError?

  init(_ console: Console, isJSON: Bool) {
    self.console = console
    self.isJSON = isJSON
  }

  mutating func report(_ failure: FileError, of name: String) throws {
    first = first ?? failure
    if isJSON { try console.writeJSON(Line(file: name, error: failure.clause)) }
    console.error(failure.description)
  }

  /// The exit code: a single input ends as its error does, among others it is one that failed.
  var exitCode: ExitCode {
    guard let first else { return .success }
    return count == 1 ? ExitCode(of: first) : .someInputsFailed
  }
}
