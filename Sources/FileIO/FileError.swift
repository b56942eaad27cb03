/// An error about one file: its path, what was found there, and what can be done about it.
///
/// Every library of the package throws this type for anything that comes from outside, so that
/// a caller needs one `catch` and the command turns it into one line and one exit code. The
/// libraries know nothing of options and subcommands: `remedy` is about the file.
public struct FileError: Error, Hashable, Sendable {
  /// The broad kind of failure, which decides the command's exit code.
  public enum Kind: Hashable, Sendable {
    /// Nothing is at the path.
    case missing
    /// The content is damaged, or is not what the reader needs.
    case corrupt
    /// The path cannot be created.
    case cannotCreate
    /// Reading or writing failed, for example because the disk is full.
    case transferFailed
    /// No server answered.
    case networkUnavailable
  }

  /// The broad kind of failure.
  public let kind: Kind
  /// The file, folder or address, as the user named it.
  public let path: String
  /// The finding, in one clause without a full stop: "a folder", "no such file".
  public let found: String
  /// The remedy, in one clause without a full stop: "name a file".
  public let remedy: String

  /// An error about `path`.
  package init(_ kind: Kind, path: String, found: String, remedy: String) {
    self.kind = kind
    self.path = path
    self.found = found
    self.remedy = remedy
  }
}

extension FileError: CustomStringConvertible {
  /// One line: the path, what was found, and what can be done.
  public var description: String { "\(path): \(clause)" }

  /// The description without the path, for output that names the file elsewhere.
  package var clause: String { "\(found); \(remedy)" }
}
