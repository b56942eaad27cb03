import DigitRecognition
import NeuralNet

/// `benchmark`: measures training and inference on data made in memory.
package enum BenchmarkCommand: Command {
  package static let name = "benchmark"
  package static let summary = "Measures the speed of training and inference on this machine."
  package static let examples = [
    Example("recognizer benchmark", "measures the default architecture"),
    Example("recognizer benchmark --architecture lenet5 --threads 1 --json", "measures one core"),
    Example("recognizer benchmark --layers", "shows where the time of a training step goes"),
  ]
  package static let discussion =
    "Floating-point operations are counted as the direct algorithm does them: two for each "
    + "multiply-add of a convolution or dense layer, three times as many for training, even "
    + "where Winograd's algorithm does a quarter of them, so a share of the peak can exceed one. The "
    + "peak is measured: multiply-adds on data that fits the first-level cache."

  static let architecture = TrainCommand.architecture
  static let batch = TrainCommand.batch
  static let seconds = Option(
    "seconds", .positiveNumber("S", upTo: 3_600), default: 2,
    help: "How long each measurement takes.")

  static let layers = Flag(
    "layers", help: "Also time each layer of a training step, phase by phase.")

  package static let options = [
    OptionGroup("Measurement", [architecture, batch, seconds, layers]),
    OptionGroup("Run", [SharedOptions.threads, SharedOptions.json]),
  ]

  package static func run(_ arguments: Arguments, console: Console) throws -> ExitCode {
    let architecture = try ArchitectureName.resolve(arguments[architecture])
    let network = try Network(architecture)
    let result = try Benchmark(
      network, batch: Int(arguments[batch]),
      threads: arguments.threadCount, seconds: arguments[seconds],
      measuresLayers: arguments[layers])
    let report = BenchmarkReport(result, architecture: architecture.name)
    if arguments[SharedOptions.json] {
      try console.writeJSON(report)
    } else {
      try console.write(report.text)
    }
    return .success
  }
}
