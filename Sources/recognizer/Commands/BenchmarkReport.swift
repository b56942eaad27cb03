import DigitRecognition
import NeuralNet

/// What `benchmark` prints: the JSON object of the contract, or text.
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
