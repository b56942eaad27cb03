import NeuralNet

/// The program: chooses the command, runs it, and turns its errors into a line and an exit code.
package enum Program {
  /// The name of the program.
  package static let name = "recognizer"
  /// The version of the program.
  package static let version = "0.2.0"
  /// The program in one sentence.
  static let summary = "Reads handwritten digits in PNG images, and learns to."

  /// Every command, the most common first.
  package static let commands: [any Command.Type] = [
    ClassifyCommand.self, ReadCommand.self, TrainCommand.self, EvaluateCommand.self,
    DownloadCommand.self,
    ShearCommand.self, SynthesizeCommand.self, EnsembleCommand.self, InspectCommand.self,
    BenchmarkCommand.self,
    GradientsCommand.self,
    CompletionsCommand.self, HelpCommand.self,
  ]

  /// Examples of use.
  static let examples = [
    Example("recognizer classify digit.png", "prints the digit in the image"),
    Example("recognizer train --architecture quick", "trains a model on data/mnist"),
    Example("recognizer evaluate --model model.safetensors", "measures it on the test set"),
    Example("recognizer download", "fetches MNIST into data/mnist"),
  ]

  /// The variables that change what it does.
  static let environment = [
    ("RECOGNIZER_MODEL", "The model to use when --model is not given."),
    ("RECOGNIZER_DATA", "The data to use when --data is not given and data/mnist is not there."),
    ("RECOGNIZER_KERNELS", "The instruction set to use: baseline, avx2 or avx512."),
    ("NO_COLOR", "Turns colour off when it is not empty."),
  ]

  /// Runs the command line `words`, without the program's own name.
  package static func run(_ words: [String]) -> ExitCode {
    let console = Console(for: words)
    do {
      let code = try perform(words, console)
      try console.flush()
      return code
    } catch {
      return end(with: error, console)
    }
  }

  // MARK: - Implementation

  private static func perform(_ words: [String], _ console: Console) throws -> ExitCode {
    let help = HelpText(width: console.outputWidth, style: console.outputStyle)
    guard let word = words.first else {
      try console.write(help.brief(of: commands))
      return .success
    }
    switch word {
    case "--help", "-h":
      try console.write(help.full(of: commands))
    case "--version":
      try console.writeLine("\(name) \(version)")
    default:
      let command = try command(named: word)
      let rest = Array(words.dropFirst())
      if asksForHelp(rest) {
        try console.write(help.text(of: command))
      } else {
        if let problem = KernelChoice.problem {
          throw UsageError(
            "RECOGNIZER_KERNELS", found: problem, remedy: "correct the variable or unset it",
            command: nil)
        }
        return try command.run(Arguments(parsing: rest, for: command), console: console)
      }
    }
    return .success
  }

  /// The command called `word`.
  static func command(named word: String) throws(UsageError) -> any Command.Type {
    for command in commands where command.name == word { return command }
    guard !word.hasPrefix("-") else {
      let question = Suggestion.question(
        String(word.drop { $0 == "-" }), among: ["help", "version"], spelling: { "--\($0)" })
      throw UsageError(
        word, found: "an option before the command", remedy: question ?? "name the command first",
        command: nil)
    }
    throw UsageError(
      "'\(word)'", found: "no such command",
      remedy: Suggestion.question(word, among: commands.map { $0.name }), command: nil)
  }

  /// Whether help is wanted; then nothing else on the line matters.
  private static func asksForHelp(_ words: [String]) -> Bool {
    let spellings = SharedOptions.help.declaration.spellings
    return words.prefix { $0 != "--" }.contains { spellings.contains($0) }
  }

  private static func end(with error: any Error, _ console: Console) -> ExitCode {
    // Results found before the error still answer a part of the question.
    let flushed = Result { try console.flush() }
    switch error {
    case is ClosedOutput, is ExitCode: break
    case is Interrupted: console.warn("interrupted")
    default: console.error("\(error)")
    }
    // A reader that left is no error to speak of, and a full disk has been named by then.
    if case .failure = flushed, case .success = ExitCode(of: error) { return .transferFailed }
    return ExitCode(of: error)
  }
}
