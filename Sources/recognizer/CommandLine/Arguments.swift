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
    guard let texts = parsed.values[option.declaration.name] else { return option.defaultValue }
    guard let value = option.read(texts) else {
      preconditionFailure("\(option.declaration.dashed) was accepted with \(texts)")
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

/// The contents of the command line: the texts of each option by name (none for a flag), and the
/// operands in order.
struct ParsedWords: Hashable, Sendable {
  var values: [String: [String]] = [:]
  var operands: [String] = []
}

/// Sorts words into options and operands, and proves each against its declaration.
struct ArgumentParser {
  private let command: any Command.Type
  private let options: [OptionDeclaration]
  private var result = ParsedWords()

  init(command: any Command.Type) {
    self.command = command
    options = command.declarations
  }

  mutating func parse(_ words: [String]) throws(UsageError) -> ParsedWords {
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        for operand in rest { try append(operand) }
        break
      } else if word.hasPrefix("-") && word != "-" {
        try parseOption(word, &rest)
      } else {
        try append(word)
      }
    }
    try checkOperandCount()
    return result
  }

  // MARK: - Options

  private mutating func parseOption(
    _ word: String, _ rest: inout ArraySlice<String>
  ) throws(UsageError) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let spelling = String(parts[0])
    let attached = parts.count > 1 ? String(parts[1]) : nil
    guard let option = options.first(where: { $0.accepts(spelling) }) else {
      throw error(
        spelling, found: "no such option",
        remedy: Suggestion.question(
          String(spelling.drop { $0 == "-" }), among: options.map(\.name),
          spelling: { "--\($0)" }))
    }
    guard option.isRepeatable || result.values[option.name] == nil else {
      throw error(option.dashed, found: "given twice", remedy: "give it once")
    }
    if let value = option.value {
      result.values[option.name, default: []].append(
        try text(of: option, value, attached, &rest))
    } else if let attached {
      throw error(
        option.dashed, found: "found '\(attached)'", remedy: "give no value, it is a switch")
    } else {
      result.values[option.name] = []
    }
  }

  private func text(
    of option: OptionDeclaration, _ value: ValueDeclaration, _ attached: String?,
    _ rest: inout ArraySlice<String>
  ) throws(UsageError) -> String {
    let text: String
    if let attached {
      text = attached
    } else if let next = rest.first, !isOption(next) {
      text = next
      rest.removeFirst()
    } else {
      throw error(option.dashed, found: "no value", remedy: "give \(value.expected)")
    }
    try check(text, value, subject: option.dashed)
    return text
  }

  /// Whether `word` is an option rather than a value: `-` and negative numbers are values.
  private func isOption(_ word: String) -> Bool {
    word.hasPrefix("-") && word != "-" && Double(word) == nil
  }

  private func check(
    _ text: String, _ value: ValueDeclaration, subject: String
  ) throws(UsageError) {
    guard !value.accepts(text) else { return }
    // Words that are a mere hint, beside files, do not say what else could be meant.
    let words = value.completion.files == nil ? value.completion.words : []
    let question = Suggestion.question(text, among: words).map { "; \($0)" } ?? ""
    throw error(subject, found: "found '\(text)'", remedy: "give \(value.expected)\(question)")
  }

  // MARK: - Operands

  private mutating func append(_ word: String) throws(UsageError) {
    let limit = command.operand?.count.upperBound ?? 0
    guard result.operands.count < limit, let value = command.operand?.value else {
      let taken = command.operand.map { "one \($0.value.placeholder) only" } ?? "options only"
      throw error("'\(word)'", found: "unexpected argument", remedy: "give \(taken)")
    }
    try check(word, value, subject: value.placeholder)
    result.operands.append(word)
  }

  private func checkOperandCount() throws(UsageError) {
    guard let operand = command.operand, result.operands.count < operand.count.lowerBound
    else { return }
    if let substitute = operand.substitute, result.values[substitute] != nil { return }
    throw error(
      operand.value.placeholder, found: "missing", remedy: "give \(operand.value.expected)")
  }

  private func error(_ subject: String, found: String, remedy: String?) -> UsageError {
    UsageError(subject, found: found, remedy: remedy, command: command.name)
  }
}
