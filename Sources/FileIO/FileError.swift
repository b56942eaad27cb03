/// What went wrong with one file: its path, what was found there, and what to do about it.
///
/// Every library of the package throws this type for anything that comes from outside, so that
/// a caller needs one `catch` and the command turns it into one line and one exit code.
public struct FileError: Error, Hashable, Sendable {
  /// The broad kind of failure, which decides the command's exit code.
  public enum Kind: Hashable, Sendable {
    /// Nothing is at the path.
    case missing
    /// The content is damaged, or is not what the reader needs.
    case corrupt
    /// The path cannot be created.
    case cannotCreate
    /// Reading or writing failed half-way, for example because the disk is full.
    case transferFailed
    /// No server answered.
    case networkUnavailable
  }

  /// The broad kind of failure.
  public let kind: Kind
  /// The file, folder or address, as the user named it.
  public let path: String
  /// What was found, in one clause without a full stop.
  public let found: String
  /// What to do about it, in one clause without a full stop.
  public let remedy: String

  /// An error about `path`.
  public init(_ kind: Kind, path: String, found: String, remedy: String) {
    self.kind = kind
    self.path = path
    self.found = found
    self.remedy = remedy
  }
}

extension FileError: CustomStringConvertible {
  /// One line: the path, what was found, and what to do.
  public var description: String { "\(path): \(clause)" }

  /// What was found and what to do, where the file is named beside it.
  public var clause: String { "\(found); \(remedy)" }
}
