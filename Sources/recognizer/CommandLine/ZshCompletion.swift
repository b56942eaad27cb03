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
