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

/// The completion script for zsh.
package enum ZshCompletion {
  /// A script that completes `commands`.
  package static func script(for commands: [any Command.Type]) -> String {
    let name = Program.name
    let descriptions = commands.map { "    " + "\($0.name):\(escaped($0.summary))".shellQuoted }
    return """
      #compdef \(name)
      # Completes '\(name)' in zsh; written by '\(name) completions zsh'.

      _\(name)() {
        local -a commands
        commands=(
      \(descriptions.joined(separator: "\n"))
        )
        if (( CURRENT == 2 )); then
          if [[ $words[2] == -* ]]; then
            compadd -- --help --version
          else
            _describe -t commands command commands
          fi
          return
        fi
        # The command takes the place of the program, as _arguments expects.
        shift words
        (( CURRENT-- ))
        case $words[1] in
      \(commands.map(commandCase).joined(separator: "\n"))
        esac
      }

      # Sourced, it registers itself; found in fpath, it is the function's first call.
      if [[ $funcstack[1] == _\(name) ]]; then
        _\(name) "$@"
      else
        compdef _\(name) \(name)
      fi

      """
  }

  // MARK: - Implementation

  private static func commandCase(_ command: any Command.Type) -> String {
    let operand = command.operand.map { [specification(of: $0)] } ?? []
    let specifications = command.declarations.flatMap(specifications) + operand
    let arguments = specifications.map { " \\\n        \($0.shellQuoted)" }.joined()
    return "    \(command.name))\n      _arguments\(arguments)\n      ;;"
  }

  private static func specifications(of option: OptionDeclaration) -> [String] {
    let exclusion = "(\(option.spellings.joined(separator: " ")))"
    return option.spellings.map { spelling in
      // `=` lets a long option's value follow it directly or as the next word.
      let equals = option.value != nil && spelling.hasPrefix("--") ? "=" : ""
      let value = option.value.map { ":\($0.placeholder):\(action($0.completion))" } ?? ""
      return "\(exclusion)\(spelling)\(equals)[\(escaped(option.help))]\(value)"
    }
  }

  private static func specification(of operand: OperandDeclaration) -> String {
    let place = operand.count.upperBound > 1 ? "*" : "1"
    return "\(place):\(operand.value.placeholder):\(action(operand.value.completion))"
  }

  private static func action(_ completion: Completion) -> String {
    let words = completion.words.joined(separator: " ")
    let files: String? =
      switch completion.files {
      case nil: nil
      case .any: "_files"
      case .folders: "_files -/"
      case .ending(let ending): "_files -g \"*.\(ending)\""
      }
    switch (completion.words.isEmpty, files) {
    case (true, nil): return " "
    case (true, let files?): return files
    case (false, nil): return "(\(words))"
    case (false, let files?):
      return "_alternative \"words:word:(\(words))\" \(("files:file:" + files).shellQuoted)"
    }
  }

  /// `text` with the characters that end a part of a specification made harmless.
  private static func escaped(_ text: String) -> String {
    String(text.flatMap { "[]:\\".contains($0) ? ["\\", $0] : [$0] })
  }
}

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
