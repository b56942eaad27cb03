/// `benchmark`: measures training and inference on data made in memory.
package enum BenchmarkCommand: Command {
  package static let name = "benchmark"
  package static let summary = "Measures the speed of training and inference on this machine."
  package static let examples = [
    Example("recognizer benchmark", "measures the default architecture"),
    Example("recognizer benchmark --architecture lenet5 --threads 1 --json", "measures one core"),
  ]

  static let architecture = TrainCommand.architecture
  static let batch = TrainCommand.batch
  static let seconds = Option(
    "seconds", .positiveNumber("S", upTo: 3_600), default: 2,
    help: "How long each measurement takes.")

  package static let options = [
    OptionGroup("Measurement", [architecture, batch, seconds]),
    OptionGroup("Run", [SharedOptions.threads, SharedOptions.json]),
  ]

  package static func run(_ arguments: Arguments, console: Console) throws -> ExitCode {
    throw UsageError(name, found: "not part of this build", remedy: nil, command: nil)
  }
}
