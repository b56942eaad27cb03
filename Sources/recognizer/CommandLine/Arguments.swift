/// The words after a command's name, parsed and proved to fit its declarations.
package struct Arguments: Sendable {
  private let parsed: ParsedWords
  private let declared: Set<String>

  /// Parses `words` as `command` declares them.
  ///
  /// - Throws: `UsageError` for an option that is unknown, repeated, without its value or with a
  ///   wrong one, and for operands that are missing or too many.
  package init(parsing words: [String], for command: any Command.Type) throws(UsageError) {
    var parser = ArgumentParser(command: command)
    parsed = try parser.parse(words)
    declared = Set(command.declarations.map(\.name))
  }

  /// The value of `option`: what was given, else its default.
  package subscript<Value>(option: Option<Value>) -> Value {
    check(option.declaration)
    guard let text = parsed.values[option.declaration.name] else { return option.defaultValue }
    guard let value = option.read(text) else {
      preconditionFailure("\(option.declaration.dashed) was accepted with '\(text)'")
    }
    return value
  }

  /// Whether `flag` was given.
  package subscript(flag: Flag) -> Bool { isGiven(flag) }

  /// The value of the command's operand.
  package subscript<Value>(operand: Operand<Value>) -> Value {
    guard let value = operand.read(parsed.operands) else {
      preconditionFailure("\(operand.declaration.usage) was accepted with \(parsed.operands)")
    }
    return value
  }

  /// Whether the command line names `option`, even with the default value.
  package func isGiven(_ option: some OptionDeclaring) -> Bool {
    check(option.declaration)
    return parsed.values[option.declaration.name] != nil
  }

  private func check(_ option: OptionDeclaration) {
    precondition(declared.contains(option.name), "the command does not list \(option.dashed)")
  }
}
