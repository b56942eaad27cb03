/// The completion script for bash, written for 3.2 (macOS) and later.
package enum BashCompletion {
  /// A script that completes `commands`.
  package static func script(for commands: [any Command.Type]) -> String {
    let name = Program.name
    let values = commands.flatMap { command in
      command.declarations.compactMap { valueCase(of: $0, command) }
    }
    return """
      # Completes '\(name)' in bash; written by '\(name) completions bash'.

      # Offers words, and files of a kind: none, any, folders or an ending.
      _\(name)_offer() {
        local reply
        while IFS= read -r reply; do
          COMPREPLY+=("$reply")
        done < <(
          compgen -W "$2" -- "$1"
          case $3 in
            none) ;;
            any) compgen -f -- "$1" ;;
            folders) compgen -d -- "$1" ;;
            *) compgen -f -X "!*.$3" -- "$1"; compgen -d -- "$1" ;;
          esac
        )
        [[ $3 == none ]] || compopt -o filenames 2>/dev/null
      }

      _\(name)() {
        local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
        COMPREPLY=()
        # Bash hands over --name=value as three words.
        if [[ $current == "=" ]]; then
          current=""
        elif [[ $previous == "=" ]]; then
          previous=${COMP_WORDS[COMP_CWORD-2]}
        fi
        if ((COMP_CWORD == 1)); then
          _\(name)_offer "$current" '\(programWords(commands))' none
          return
        fi
        case "${COMP_WORDS[1]} $previous" in
      \(lines(values, indent: 4))
        esac
        case "${COMP_WORDS[1]} $current" in
      \(lines(commands.map(optionsCase), indent: 4))
      \(lines(commands.compactMap(operandCase), indent: 4))
        esac
      }

      complete -F _\(name) \(name)

      """
  }

  // MARK: - Implementation

  private static func programWords(_ commands: [any Command.Type]) -> String {
    (commands.map { $0.name } + ["--help", "--version"]).joined(separator: " ")
  }

  private static func valueCase(
    of option: OptionDeclaration, _ command: any Command.Type
  ) -> String? {
    guard let value = option.value else { return nil }
    let patterns = option.spellings.map { "'\(command.name) \($0)'" }.joined(separator: " | ")
    return "\(patterns)) \(offer(value.completion)); return ;;"
  }

  private static func optionsCase(_ command: any Command.Type) -> String {
    let words = Completion(words: command.declarations.map(\.dashed))
    return "'\(command.name) -'*) \(offer(words)) ;;"
  }

  private static func operandCase(_ command: any Command.Type) -> String? {
    command.operand.map { "'\(command.name) '*) \(offer($0.value.completion)) ;;" }
  }

  private static func offer(_ completion: Completion) -> String {
    let files =
      switch completion.files {
      case nil: "none"
      case .any: "any"
      case .folders: "folders"
      case .ending(let ending): ending
      }
    let words = completion.words.joined(separator: " ").shellQuoted
    return "_\(Program.name)_offer \"$current\" \(words) \(files)"
  }

  private static func lines(_ lines: [String], indent: Int) -> String {
    lines.map { String(repeating: " ", count: indent) + $0 }.joined(separator: "\n")
  }
}
