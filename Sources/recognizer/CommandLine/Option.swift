/// An option or a flag; one declaration serves parsing, help and completion.
package protocol OptionDeclaring: Sendable {
  /// What parsing, help and completion know of it.
  var declaration: OptionDeclaration { get }
}

/// What parsing, help and completion know of one option.
package struct OptionDeclaration: Sendable {
  /// The name without dashes.
  package let name: String
  /// The one-letter name, if there is one.
  let short: Character?
  /// What it does, in sentences.
  let help: String
  /// The value it takes; a flag takes none.
  let value: ValueDeclaration?
  /// The default as help shows it.
  let defaultText: String?

  /// The name as it is typed.
  package var dashed: String { "--\(name)" }
  /// Every spelling, short one first.
  package var spellings: [String] { (short.map { ["-\($0)"] } ?? []) + [dashed] }
}

/// An option that takes a value: `--name VALUE` or `--name=VALUE`.
package struct Option<Value: Sendable>: OptionDeclaring {
  package let declaration: OptionDeclaration
  let defaultValue: Value
  let read: @Sendable (String) -> Value?

  /// An option with a default.
  package init(
    _ name: String, short: Character? = nil, _ format: ValueFormat<Value>, default value: Value,
    help: String
  ) {
    declaration = OptionDeclaration(
      name: name, short: short, help: help, value: format.declaration,
      defaultText: format.write(value))
    defaultValue = value
    read = format.read
  }

  /// An option that is `nil` unless it is given.
  ///
  /// - Parameter note: what happens then, as help shows it, when that is worth saying.
  package init<Wrapped>(
    _ name: String, short: Character? = nil, _ format: ValueFormat<Wrapped>,
    otherwise note: String? = nil, help: String
  ) where Value == Wrapped? {
    declaration = OptionDeclaration(
      name: name, short: short, help: help, value: format.declaration, defaultText: note)
    defaultValue = nil
    // An unreadable text stays `nil`; it must not become `.some(nil)`.
    read = { text in format.read(text).map { .some($0) } }
  }
}

/// An option without a value: it is there or it is not.
package struct Flag: OptionDeclaring {
  package let declaration: OptionDeclaration

  /// A flag called `--name`.
  package init(_ name: String, short: Character? = nil, help: String) {
    declaration = OptionDeclaration(
      name: name, short: short, help: help, value: nil, defaultText: nil)
  }
}

/// Options that stand under one heading in help.
package struct OptionGroup: Sendable {
  /// The heading.
  let title: String
  /// The options, in the order of help.
  let options: [any OptionDeclaring]

  /// A group called `title`.
  package init(_ title: String, _ options: [any OptionDeclaring]) {
    self.title = title
    self.options = options
  }
}
