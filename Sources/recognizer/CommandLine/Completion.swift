/// What a shell offers when it completes a value.
package struct Completion: Hashable, Sendable {
  /// Which entries of the file system are offered.
  package enum Files: Hashable, Sendable {
    /// Every file.
    case any
    /// Files whose names end in this, without the dot, and the folders that lead to them.
    case ending(String)
    /// Folders only.
    case folders
  }

  /// Words that are offered as they are.
  package var words: [String] = []
  /// Files that are offered, if any.
  package var files: Files?

  /// Nothing is offered.
  package static let none = Completion()
}

extension String {
  /// The text as one word of a shell, in single quotes.
  var shellQuoted: String {
    "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
