/// Help as text, written from the declarations alone.
package struct HelpText: Sendable {
  private let width: Int
  private let style: TextStyle

  /// Help for a terminal of `width` columns.
  package init(width: Int = 80, style: TextStyle = .plain) {
    // Longer lines are hard to read, however wide the terminal is.
    self.width = min(max(width, 50), 100)
    self.style = style
  }

  /// The help of one command: examples first, then its operands and options.
  package func text(of command: any Command.Type) -> String {
    var sections = [wrapped(command.summary), examples(command.examples)]
    sections.append(style.bold("Usage:") + " " + usage(of: command))
    if !command.discussion.isEmpty { sections.append(wrapped(command.discussion)) }
    var tables = command.allOptions.map(rows)
    if let operand = command.operand {
      tables.insert(("Arguments", [(operand.value.placeholder, operand.help)]), at: 0)
    }
    let column = Self.column(of: tables.flatMap(\.rows))
    sections += tables.map { table($0.title, $0.rows, column: column) }
    return sections.joined(separator: "\n\n") + "\n"
  }

  /// The program's help in brief: what a bare `recognizer` prints.
  package func brief(of commands: [any Command.Type]) -> String {
    [
      Program.summary,
      examples(Array(Program.examples.prefix(2))),
      table("Commands", commands.map { ($0.name, $0.summary) }),
      "'\(Program.name) COMMAND --help' says more of each.",
    ].joined(separator: "\n\n") + "\n"
  }

  /// The program's help in full.
  package func full(of commands: [any Command.Type]) -> String {
    [
      Program.summary,
      examples(Program.examples),
      style.bold("Usage:") + " \(Program.name) COMMAND [OPTIONS] [ARGUMENTS]",
      table("Commands", commands.map { ($0.name, $0.summary) }),
      table(
        SharedOptions.everywhere.title,
        rows(SharedOptions.everywhere).rows + [("    --version", "Print the version.")]),
      table("Environment", Program.environment),
      table("Exit codes", ExitCode.allCases.map { ("\($0.rawValue)", $0.meaning) }),
      "'\(Program.name) COMMAND --help' says more of each command.",
    ].joined(separator: "\n\n") + "\n"
  }

  // MARK: - Implementation

  private func usage(of command: any Command.Type) -> String {
    ([Program.name, command.name] + [command.operand?.usage, "[OPTIONS]"].compactMap(\.self))
      .joined(separator: " ")
  }

  private func rows(_ group: OptionGroup) -> (title: String, rows: [Row]) {
    let declarations = group.options.map(\.declaration)
    return (group.title, declarations.map { (label(of: $0), explanation(of: $0)) })
  }

  private func label(of option: OptionDeclaration) -> String {
    let short = option.short.map { "-\($0), " } ?? "    "
    return short + option.dashed + (option.value.map { " \($0.placeholder)" } ?? "")
  }

  private func explanation(of option: OptionDeclaration) -> String {
    guard let value = option.value else { return option.help }
    var sentences = [option.help]
    // If files are accepted too, the words are only some of the possible values.
    if value.completion.files == nil, !value.completion.words.isEmpty {
      sentences.append("One of \(value.completion.words.joined(separator: ", ")).")
    }
    if let text = option.defaultText { sentences.append("Default: \(text).") }
    return sentences.joined(separator: " ")
  }

  private func examples(_ examples: [Example]) -> String {
    let lines = examples.map { "  \($0.line)\n      " + wrapped($0.effect, indent: 6) }
    return ([style.bold("Examples:")] + lines).joined(separator: "\n")
  }

  private typealias Row = (label: String, text: String)

  /// The start of the second column: past the longest label, within reason.
  private static func column(of rows: [Row]) -> Int {
    min(rows.map(\.label.count).max() ?? 0, 24) + 4
  }

  /// A heading and two columns; a label too long for its column has a line of its own.
  private func table(_ title: String, _ rows: [Row], column: Int? = nil) -> String {
    let column = column ?? Self.column(of: rows)
    let indent = String(repeating: " ", count: column)
    let lines = rows.map { label, text in
      let body = wrapped(text, indent: column)
      guard label.count + 4 <= column else { return "  \(label)\n\(indent)\(body)" }
      return "  " + label + String(repeating: " ", count: column - 2 - label.count) + body
    }
    return ([style.bold("\(title):")] + lines).joined(separator: "\n")
  }

  /// `text` broken at spaces, every line but the first after `indent` spaces.
  private func wrapped(_ text: String, indent: Int = 0) -> String {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, indent + last.count + 1 + word.count <= width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
  }
}
