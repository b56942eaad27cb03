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

/// The output of `benchmark`: the JSON object of the contract, or text.
struct BenchmarkReport: Encodable {
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
  let layers: [Layer]?

  /// One line of the table of layers.
  struct Layer: Encodable {
    let layer: String
    let phase: String
    let microsecondsPerImage: Double
    /// Of the time of all layers.
    let share: Double
    let gflops: Double?
    let shareOfPeak: Double?
  }

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
    let total = result.layers.reduce(0) { $0 + $1.microsecondsPerImage }
    let layers = result.layers.map { timing in
      Layer(
        layer: timing.layer, phase: timing.phase.rawValue,
        microsecondsPerImage: rounded(timing.microsecondsPerImage, places: 3),
        share: rounded(timing.microsecondsPerImage / total, places: 3),
        gflops: timing.gflops.map { rounded($0, places: 1) },
        shareOfPeak: timing.gflops.map { rounded($0 / result.peakGFLOPS, places: 3) })
    }
    self.layers = layers.isEmpty ? nil : layers
  }

  var text: String {
    """
    \(architecture), batch \(batch), \(threads) thread\(threads == 1 ? "" : "s"), \(kernels) kernels
      training   \(Int(trainImagesPerSecond)) images/s, \(trainGflops) GFLOP/s
      inference  \(Int(inferImagesPerSecond)) images/s, \(inferGflops) GFLOP/s
      peak       \(peakGflops) GFLOP/s; training reaches \(Int((shareOfPeak * 100).rounded())) % of it

    """ + table
  }

  /// A line for each layer and phase; empty where layers were not measured.
  private var table: String {
    guard let layers else { return "" }
    let width = max(5, layers.map(\.layer.count).max() ?? 0)
    func line(_ layer: String, _ columns: [String]) -> String {
      "  " + layer + String(repeating: " ", count: width - layer.count)
        + columns.map { String(repeating: " ", count: max(1, 10 - $0.count)) + $0 }.joined() + "\n"
    }
    return "\n" + line("layer", ["phase", "us/image", "time", "GFLOP/s", "of peak"])
      + layers.map { layer in
        line(
          layer.layer,
          [
            layer.phase, fixed(layer.microsecondsPerImage, places: 3),
            percent(layer.share, places: 1), layer.gflops.map { fixed($0, places: 1) } ?? "",
            layer.shareOfPeak.map { percent($0, places: 0) } ?? "",
          ])
      }.joined()
  }
}
