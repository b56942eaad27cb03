/// A command line that cannot be obeyed: the word, what is wrong with it, and what to do.
package struct UsageError: Error, Hashable, Sendable {
  /// The option, operand or command that is wrong.
  let subject: String
  /// What was found, in one clause.
  let found: String
  /// What to do about it, in one clause.
  let remedy: String?
  /// The command whose help says more; `nil` for the program's.
  let command: String?

  /// An error about `subject`.
  package init(_ subject: String, found: String, remedy: String?, command: String?) {
    self.subject = subject
    self.found = found
    self.remedy = remedy
    self.command = command
  }
}

extension UsageError: CustomStringConvertible {
  /// One line: the word, what was found, what to do, and where help is.
  package var description: String {
    let help =
      "see '\(([Program.name] + [command].compactMap(\.self)).joined(separator: " ")) --help'"
    return "\(subject): \(found); " + (remedy.map { "\($0) (\(help))" } ?? help)
  }
}
