/// What stands on the command line without a name, for example the images to classify.
package struct Operand<Value: Sendable>: Sendable {
  /// What parsing, help and completion know of it.
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
  package init<Element>(oneOrMore format: ValueFormat<Element>, help: String)
  where Value == [Element] {
    declaration = OperandDeclaration(value: format.declaration, count: 1...Int.max, help: help)
    read = { words in words.compactMap(format.read) }
  }
}

/// What parsing, help and completion know of a command's operands.
package struct OperandDeclaration: Sendable {
  /// The form of each one.
  let value: ValueDeclaration
  /// How many are accepted.
  let count: ClosedRange<Int>
  /// What they are, in sentences.
  let help: String

  /// The operand as the usage line shows it.
  var usage: String {
    let name = value.placeholder + (count.upperBound > 1 ? "..." : "")
    return count.lowerBound == 0 ? "[\(name)]" : name
  }
}
