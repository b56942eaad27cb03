import recognizer

/// A command with one option of every sort.
enum SampleCommand: Command {
  static let name = "sample"
  static let summary = "Does nothing, with every sort of option."
  static let examples = [Example("recognizer sample a b", "does nothing twice")]

  static let count = Option(
    "count", short: "c", .integer("N", in: 1...100), default: 3, help: "How often.")
  static let rate = Option(
    "rate", .number("X", in: 0...1), otherwise: "none at all", help: "How fast.")
  static let color = Option("color", .choice("KIND", of: Color.self), default: .red, help: "Which.")
  static let output = Option(
    "output-file", .file("FILE", ending: "txt"), help: "Where the long explanation of nothing goes."
  )
  static let dry = Flag("dry", help: "Do less.")
  static let names = Operand(
    oneOrMore: .text("NAME", expected: "a name"), help: "What is not done.")
  static let operand: OperandDeclaration? = names.declaration
  static let options = [
    OptionGroup("Choices", [count, rate, color]), OptionGroup("Run", [output, dry]),
  ]

  enum Color: String, CaseIterable {
    case red
    case darkBlue = "dark-blue"
  }

  static func run(_ arguments: Arguments, console: Console) throws -> ExitCode { .success }
}
