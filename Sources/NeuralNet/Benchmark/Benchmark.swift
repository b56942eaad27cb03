import RecognizerKernelInterface
import RecognizerRandomNumbers

/// How fast a network trains and infers, on data made in memory.
///
/// FLOPs are the direct algorithm's: two for each multiply-add of convolutions and dense layers,
/// and three times the forward pass's for a training step (forward, gradient to the input,
/// gradient to the weights).
public struct Benchmark: Sendable {
  /// Samples a batch.
  public let batch: Int
  /// The most threads that work at the same time.
  public let threads: Int
  /// Samples trained on in a second.
  public let trainImagesPerSecond: Double
  /// Samples classified in a second.
  public let inferImagesPerSecond: Double
  /// 10 ** 9 floating-point operations a second, training.
  public let trainGFLOPS: Double
  /// 10 ** 9 floating-point operations a second, inference.
  public let inferGFLOPS: Double
  /// Where the time of a training step goes, if asked for.
  public let layers: [LayerTiming]
  /// What this processor's multiply-add units could do: measured, all threads together.
  public let peakGFLOPS: Double

  /// Measures a network.
  ///
  /// - Parameters:
  ///   - seconds: how long to train and how long to infer.
  ///   - measuresLayers: whether to time each layer on its own, too.
  public init(
    _ network: Network, batch: Int, threads: Int, seconds: Double, measuresLayers: Bool = false
  ) throws(TrainingError) {
    self.batch = batch
    self.threads = threads
    var generator = SplitMix64(seed: 1)
    let count = batch * 8
    let samples = PixelSamples(
      pixels: (0..<count * network.inputCount).map { _ in
        UInt8(truncatingIfNeeded: generator.next())
      },
      targets: .classes((0..<count).map { UInt8($0 % network.outputCount) }),
      featureCount: network.inputCount,
      normalization: InputNormalization(mean: 0.5, standardDeviation: 0.29))

    var configuration = TrainingConfiguration()
    configuration.batchSize = batch
    configuration.epochs = 1
    // A rate that leaves the weights as they are: the figures do not depend on them.
    configuration.learningRate = 1e-9
    let trainer = try Trainer(
      network, configuration: configuration, training: samples, threads: threads)
    let trainSeconds = Stopwatch.secondsPerRound(for: seconds) {
      trainer.restart()
      _ = try? trainer.run()
    }
    trainImagesPerSecond = Double(count) / trainSeconds
    let predictor = Predictor(
      network, parameters: trainer.parameters, threads: threads, batch: batch)
    let inferSeconds = Stopwatch.secondsPerRound(for: seconds) {
      _ = predictor.outputs(of: samples)
    }
    inferImagesPerSecond = Double(count) / inferSeconds
    layers = measuresLayers ? trainer.layerTimings(seconds: seconds) : []
    peakGFLOPS = Self.peak(threads: threads)
    let operations = 2e-9 * Double(network.multiplyAdds)
    trainGFLOPS = 3 * operations * trainImagesPerSecond
    inferGFLOPS = operations * inferImagesPerSecond
  }

  /// A product that fits the first-level cache: nothing but multiply-adds.
  private static func peak(threads: Int) -> Double {
    let (rows, depth, blocks) = (24, 24, 4)
    let geometry = MatrixProductGeometry(
      rows: rows, depth: depth, columns: blocks, rowStride: depth, depthStride: 1,
      inputColumnStride: depth, outputColumnStride: rows)
    let team = ThreadTeam(count: threads)
    let weights = VectorBuffer(floats: rows * depth)
    let input = VectorBuffer(vectors: blocks * depth)
    let outputs = VectorBuffer(vectors: threads * blocks * rows)
    let repetitions = 20_000
    var best = 0.0
    for _ in 0..<5 {
      let watch = Stopwatch()
      team.run(threads) { shard, _ in
        for _ in 0..<repetitions {
          KernelChoice.best.multiply(
            geometry, weights: weights.floats, bias: nil, input.vectors,
            into: outputs.vectors + shard * blocks * rows)
        }
      }
      let operations = 2e-9 * Double(threads * repetitions * rows * depth * blocks * 16)
      best = max(best, operations / watch.seconds)
    }
    return best
  }
}
