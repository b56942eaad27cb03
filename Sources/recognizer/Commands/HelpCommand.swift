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

/// `completions`: a script that teaches a shell the commands and options.
package enum CompletionsCommand: Command {
  package static let name = "completions"
  package static let summary = "Prints a script that completes commands and options in a shell."
  package static let examples = [
    Example(
      "recognizer completions bash > ~/.local/share/bash-completion/completions/recognizer",
      "installs it for bash (with the bash-completion package)"),
    Example(
      "recognizer completions zsh > ~/.zfunc/_recognizer",
      "installs it for zsh (with 'fpath+=(~/.zfunc)' before 'compinit' in ~/.zshrc)"),
    Example(
      "recognizer completions fish > ~/.config/fish/completions/recognizer.fish",
      "installs it for fish"),
    Example("source <(recognizer completions bash)", "tries it in the running bash"),
  ]

  /// The shells that can be taught.
  package enum Shell: String, CaseIterable, Sendable {
    case bash, zsh, fish
  }

  static let shell = Operand(.choice("SHELL", of: Shell.self), help: "bash, zsh or fish.")
  package static let operand: OperandDeclaration? = shell.declaration

  package static func run(_ arguments: Arguments, console: Console) throws -> ExitCode {
    let script =
      switch arguments[shell] {
      case .bash: BashCompletion.script(for: Program.commands)
      case .zsh: ZshCompletion.script(for: Program.commands)
      case .fish: FishCompletion.script(for: Program.commands)
      }
    try console.write(script)
    return .success
  }
}
