/// The syntax of a value on the command line: its name in help, the accepted texts, the parser.
///
/// The type of the value appears in no declaration by hand: `.integer("N", in: 1...10)` makes an
/// option of `Int`, `.choice("KIND", of: Kind.self)` one of `Kind`.
package struct ValueFormat<Value: Sendable>: Sendable {
  let declaration: ValueDeclaration
  let read: @Sendable (String) -> Value?
  let write: @Sendable (Value) -> String

  init(
    _ placeholder: String, expected: String, completion: Completion = .none,
    read: @escaping @Sendable (String) -> Value?,
    write: @escaping @Sendable (Value) -> String = { "\($0)" }
  ) {
    declaration = ValueDeclaration(
      placeholder: placeholder, expected: expected, completion: completion,
      accepts: { read($0) != nil })
    self.read = read
    self.write = write
  }
}

/// The description of a value for parsing, help and completion, which need not know its type.
package struct ValueDeclaration: Sendable {
  /// The value's name in help, for example `N`.
  let placeholder: String
  /// The accepted form as it reads after "give", for example "a whole number from 1 to 10".
  let expected: String
  /// The words and files that a shell offers.
  let completion: Completion
  /// Whether the text is an acceptable value.
  let accepts: @Sendable (String) -> Bool
}

// MARK: - Formats

extension ValueFormat where Value: FixedWidthInteger {
  /// A whole number within `range`.
  package static func integer(_ placeholder: String, in range: ClosedRange<Value>) -> Self {
    Self(
      placeholder, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)",
      read: { Value($0).flatMap { range.contains($0) ? $0 : nil } })
  }
}

extension ValueFormat where Value == Double {
  /// A finite number within `range`.
  package static func number(_ placeholder: String, in range: ClosedRange<Double>) -> Self {
    Self(
      placeholder,
      expected: "a number from \(plain(range.lowerBound)) to \(plain(range.upperBound))",
      read: { Double($0).flatMap { range.contains($0) ? $0 : nil } }, write: plain)
  }

  /// A finite number above zero, at most `limit`.
  package static func positiveNumber(_ placeholder: String, upTo limit: Double) -> Self {
    Self(
      placeholder, expected: "a number above 0, at most \(plain(limit))",
      read: { Double($0).flatMap { $0 > 0 && $0 <= limit ? $0 : nil } }, write: plain)
  }

  /// `1` rather than `1.0`.
  private static func plain(_ value: Double) -> String {
    Int(exactly: value).map(String.init) ?? "\(value)"
  }
}

extension ValueFormat where Value == String {
  /// Any text that is not empty.
  package static func text(
    _ placeholder: String, expected: String, completion: Completion = .none
  ) -> Self {
    Self(
      placeholder, expected: expected, completion: completion, read: { $0.isEmpty ? nil : $0 })
  }

  /// The path of a file whose name, as a rule, ends in `ending`.
  package static func file(_ placeholder: String = "FILE", ending: String? = nil) -> Self {
    .text(
      placeholder, expected: "the path of a file",
      completion: Completion(files: ending.map { .ending($0) } ?? .any))
  }

  /// The path of a folder.
  package static func folder(_ placeholder: String = "DIR") -> Self {
    .text(
      placeholder, expected: "the path of a folder", completion: Completion(files: .folders))
  }
}

extension ValueFormat
where Value: RawRepresentable<String> & CaseIterable, Value.AllCases: Sendable {
  /// One of the cases of `type`, by its raw value.
  package static func choice(_ placeholder: String, of type: Value.Type) -> Self {
    let words = type.allCases.map(\.rawValue)
    return Self(
      placeholder, expected: words.joinedAsChoice, completion: Completion(words: words),
      read: { Value(rawValue: $0) }, write: { $0.rawValue })
  }
}

extension [String] {
  /// The words as an English list: `a`, `a or b`, `a, b or c`.
  fileprivate var joinedAsChoice: String {
    guard count > 1, let last else { return first ?? "" }
    return "\(dropLast().joined(separator: ", ")) or \(last)"
  }
}

/// The words and files that a shell offers when it completes a value.
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
