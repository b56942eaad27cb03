/// `help`: the help of the program or of one command.
package enum HelpCommand: Command {
  package static let name = "help"
  package static let summary = "Prints the help of the program or of a command."
  package static let examples = [
    Example("recognizer help train", "prints what 'train' accepts")
  ]

  static let subject = Operand(
    optional: .text(
      "COMMAND", expected: "the name of a command",
      completion: Completion(words: Program.commands.map { $0.name })),
    help: "The command to explain.")
  package static let operand: OperandDeclaration? = subject.declaration

  package static func run(_ arguments: Arguments, console: Console) throws -> ExitCode {
    let help = HelpText(width: console.outputWidth, style: console.outputStyle)
    if let word = arguments[subject] {
      try console.write(help.text(of: Program.command(named: word)))
    } else {
      try console.write(help.full(of: Program.commands))
    }
    return .success
  }
}
