/// An option or a flag; one declaration serves parsing, help and completion.
package protocol OptionDeclaring: Sendable {
  /// Its description for parsing, help and completion.
  var declaration: OptionDeclaration { get }
}

/// The description of one option for parsing, help and completion.
package struct OptionDeclaration: Sendable {
  /// The name without dashes.
  package let name: String
  /// The one-letter name, if there is one.
  let short: Character?
  /// Earlier names, which are still accepted; help and completion do not show them.
  var aliases: [String] = []
  /// Its purpose, in sentences.
  let help: String
  /// The value it takes; a flag takes none.
  let value: ValueDeclaration?
  /// The default as help shows it.
  let defaultText: String?
  /// Whether it may be given more than once.
  var isRepeatable = false

  /// The name as it is typed.
  package var dashed: String { "--\(name)" }
  /// Every spelling, short one first.
  package var spellings: [String] { (short.map { ["-\($0)"] } ?? []) + [dashed] }

  /// Whether `word` is one of the spellings or an earlier name.
  func accepts(_ word: String) -> Bool {
    spellings.contains(word) || aliases.contains { "--\($0)" == word }
  }
}

/// An option that takes a value: `--name VALUE` or `--name=VALUE`; one of an array takes one each time
/// it is given.
package struct Option<Value: Sendable>: OptionDeclaring {
  package let declaration: OptionDeclaration
  let defaultValue: Value
  let read: @Sendable ([String]) -> Value?

  /// An option with a default.
  package init(
    _ name: String, short: Character? = nil, _ format: ValueFormat<Value>, default value: Value,
    help: String
  ) {
    declaration = OptionDeclaration(
      name: name, short: short, help: help, value: format.declaration,
      defaultText: format.write(value))
    defaultValue = value
    read = { texts in texts.first.flatMap(format.read) }
  }

  /// An option that is `nil` unless it is given.
  ///
  /// - Parameter note: what happens then, as help shows it, when that is worth saying.
  package init<Wrapped>(
    _ name: String, short: Character? = nil, aliases: [String] = [],
    _ format: ValueFormat<Wrapped>, otherwise note: String? = nil, help: String
  ) where Value == Wrapped? {
    declaration = OptionDeclaration(
      name: name, short: short, aliases: aliases, help: help, value: format.declaration,
      defaultText: note)
    defaultValue = nil
    // An unreadable text stays `nil`; it must not become `.some(nil)`.
    read = { texts in texts.first.flatMap(format.read).map { .some($0) } }
  }

  /// An option that may be given more than once.
  ///
  /// - Parameter note: what happens when it is not given, as help shows it.
  package init<Element>(
    repeated name: String, _ format: ValueFormat<Element>, otherwise note: String, help: String
  ) where Value == [Element] {
    declaration = OptionDeclaration(
      name: name, short: nil, help: help, value: format.declaration, defaultText: note,
      isRepeatable: true)
    defaultValue = []
    read = { texts in texts.compactMap(format.read) }
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

/// An argument without an option's name, for example the images to classify.
package struct Operand<Value: Sendable>: Sendable {
  /// Its description for parsing, help and completion.
  package let declaration: OperandDeclaration
  let read: @Sendable ([String]) -> Value?

  /// Exactly one value.
  package init(_ format: ValueFormat<Value>, help: String) {
    declaration = OperandDeclaration(value: format.declaration, count: 1...1, help: help)
    read = { words in words.first.flatMap(format.read) }
  }

  /// One value or none.
  package init<Wrapped>(optional format: ValueFormat<Wrapped>, help: String)
  where Value == Wrapped? {
    declaration = OperandDeclaration(value: format.declaration, count: 0...1, help: help)
    read = { words in .some(words.first.flatMap(format.read)) }
  }

  /// One value or more.
  ///
  /// - Parameter substitute: an option in whose presence there need be none.
  package init<Element>(
    oneOrMore format: ValueFormat<Element>, unless substitute: (any OptionDeclaring)? = nil,
    help: String
  ) where Value == [Element] {
    declaration = OperandDeclaration(
      value: format.declaration, count: 1...Int.max, help: help,
      substitute: substitute?.declaration.name)
    read = { words in words.compactMap(format.read) }
  }
}

/// The description of a command's operands for parsing, help and completion.
package struct OperandDeclaration: Sendable {
  /// The form of each one.
  let value: ValueDeclaration
  /// The number of values that are accepted.
  let count: ClosedRange<Int>
  /// Their meaning, in sentences.
  let help: String
  /// The name of an option in whose presence there need be none.
  var substitute: String?

  /// The operand as the usage line shows it.
  var usage: String {
    let name = value.placeholder + (count.upperBound > 1 ? "..." : "")
    return count.lowerBound == 0 ? "[\(name)]" : name
  }
}
