import DigitRecognition
import NeuralNet

/// `benchmark`: measures training and inference on data made in memory.
package enum BenchmarkCommand: Command {
  package static let name = "benchmark"
  package static let summary = "Measures the speed of training and inference on this machine."
  package static let examples = [
    Example("recognizer benchmark", "measures the default architecture"),
    Example("recognizer benchmark --architecture lenet5 --threads 1 --json", "measures one core"),
  ]
  package static let discussion =
    "Floating-point operations are counted as the direct algorithm does them: two for each "
    + "multiply-add of a convolution or dense layer, three times as many for training. The peak "
    + "is measured: multiply-adds on data that fits the first-level cache."

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
    let architecture = try ArchitectureName.resolve(arguments[architecture])
    let network = try Network(architecture)
    let result = try Benchmark(
      network, batch: Int(arguments[batch]),
      threads: arguments.threadCount, seconds: arguments[seconds])
    let figures = Figures(result, architecture: architecture.name)
    if arguments[SharedOptions.json] {
      try console.writeJSON(figures)
    } else {
      try console.write(figures.text)
    }
    return .success
  }

  /// The JSON object of the contract.
  private struct Figures: Encodable {
    let architecture: String
    let batch: Int
    let threads: Int
    let kernels: String
    let trainImagesPerSecond: Double
    let inferImagesPerSecond: Double
    let microsecondsPerImage: Double
    let trainGflops: Double
    let inferGflops: Double
    let peakGflops: Double
    let shareOfPeak: Double

    init(_ result: Benchmark, architecture: String) {
      self.architecture = architecture
      batch = result.batch
      threads = result.threads
      kernels = kernelsInUse
      trainImagesPerSecond = rounded(result.trainImagesPerSecond, places: 0)
      inferImagesPerSecond = rounded(result.inferImagesPerSecond, places: 0)
      microsecondsPerImage = rounded(1e6 / result.inferImagesPerSecond, places: 2)
      trainGflops = rounded(result.trainGFLOPS, places: 1)
      inferGflops = rounded(result.inferGFLOPS, places: 1)
      peakGflops = rounded(result.peakGFLOPS, places: 1)
      shareOfPeak = rounded(result.trainGFLOPS / result.peakGFLOPS, places: 3)
    }

    var text: String {
      """
      \(architecture), batch \(batch), \(threads) thread\(threads == 1 ? "" : "s"), \(kernels) kernels
        training   \(Int(trainImagesPerSecond)) images/s, \(trainGflops) GFLOP/s
        inference  \(Int(inferImagesPerSecond)) images/s, \(inferGflops) GFLOP/s
        peak       \(peakGflops) GFLOP/s; training reaches \(Int((shareOfPeak * 100).rounded())) % of it

      """
    }
  }
}
