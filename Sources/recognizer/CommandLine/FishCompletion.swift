/// The completion script for fish.
package enum FishCompletion {
  /// A script that completes `commands`.
  package static func script(for commands: [any Command.Type]) -> String {
    let name = Program.name
    let lines = [
      "# Completes '\(name)' in fish; written by '\(name) completions fish'.",
      "complete -c \(name) -f",
      "complete -c \(name) -n __fish_use_subcommand -l help -d 'Print help.'",
      "complete -c \(name) -n __fish_use_subcommand -l version -d 'Print the version.'",
    ]
    return (lines + commands.flatMap(self.lines)).joined(separator: "\n") + "\n"
  }

  // MARK: - Implementation

  private static func lines(for command: any Command.Type) -> [String] {
    let start = "complete -c \(Program.name) -n"
    let chosen = "\(start) '__fish_seen_subcommand_from \(command.name)'"
    let word =
      "\(start) __fish_use_subcommand -a \(command.name) -d \(command.summary.shellQuoted)"
    let options = command.declarations.map { option in
      let short = option.short.map { " -s \($0)" } ?? ""
      let value = option.value.map { " -x" + offer($0.completion) } ?? ""
      return "\(chosen)\(short) -l \(option.name)\(value) -d \(option.help.shellQuoted)"
    }
    let operand = command.operand.map { [chosen + offer($0.value.completion)] } ?? []
    return [word] + options + operand
  }

  /// The candidates as an argument of `complete`; with `-x` they are all that is offered.
  private static func offer(_ completion: Completion) -> String {
    let files: [String] =
      switch completion.files {
      case nil: []
      case .any: ["(__fish_complete_path (commandline -ct))"]
      case .folders: ["(__fish_complete_directories (commandline -ct))"]
      case .ending(let ending): ["(__fish_complete_suffix .\(ending))"]
      }
    let candidates = (completion.words + files).joined(separator: " ")
    return candidates.isEmpty ? "" : " -a \(candidates.shellQuoted)"
  }
}
