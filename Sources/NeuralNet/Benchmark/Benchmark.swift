import RecognizerKernelInterface
import RecognizerRandomNumbers

/// The speed at which a network trains and infers, on data made in memory.
///
/// FLOPs are the direct algorithm's: two for each multiply-add of convolutions and dense layers,
/// and three times the forward pass's for a training step (forward, gradient to the input,
/// gradient to the weights).
package struct Benchmark: Sendable {
  /// Samples per batch.
  package let batch: Int
  /// The most threads that work at the same time.
  package let threads: Int
  /// Samples trained on per second.
  package let trainImagesPerSecond: Double
  /// Samples classified per second.
  package let inferImagesPerSecond: Double
  /// 10 ** 9 floating-point operations per second, training.
  package let trainGFLOPS: Double
  /// 10 ** 9 floating-point operations per second, inference.
  package let inferGFLOPS: Double
  /// The time of each layer in a training step, if asked for.
  package let layers: [LayerTiming]
  /// The peak of this processor's multiply-add units in 10 ** 9 operations per second: measured, all
  /// threads together.
  package let peakGFLOPS: Double

  /// Measures a network.
  ///
  /// - Parameters:
  ///   - seconds: the time to train, and again to infer.
  ///   - measuresLayers: whether to time each layer on its own, too.
  package init(
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
    // A call for each batch: a single sample is answered on its own only where it comes alone.
    let batches = stride(from: 0, to: count, by: batch).map {
      samples.selecting($0..<$0 + batch)
    }
    let inferSeconds = Stopwatch.secondsPerRound(for: seconds) {
      for batch in batches { _ = predictor.outputs(of: batch) }
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

// MARK: - Layers

/// The time that one layer takes in one phase of a training step.
package struct LayerTiming: Sendable {
  /// A phase of a training step.
  package enum Phase: String, Sendable {
    /// Input to output.
    case forward
    /// Output gradient to input gradient and, in convolutions, parameter gradient.
    case backward
    /// The gradient of dense layers' parameters, and the optimiser.
    case update
  }

  /// The layer's position and kind, with what runs as one with it.
  package let layer: String
  /// The phase of the step.
  package let phase: Phase
  /// Microseconds per sample, all threads together.
  package let microsecondsPerImage: Double
  /// 10 ** 9 floating-point operations of the direct algorithm per second; nil where a layer has
  /// no multiply-adds.
  package let gflops: Double?
}

extension Trainer {
  /// Times every layer of a step on its own, over and over again: its data is nearer to the core
  /// than in a whole step.
  func layerTimings(seconds: Double) -> [LayerTiming] {
    differentiateFirstBatch()
    let runner = step.runner
    let secondsPerTiming = seconds / Double(2 * network.layers.count + 1)
    var timings: [LayerTiming] = []
    func time(_ name: String, _ phase: LayerTiming.Phase, multiplyAdds: Int, _ body: () -> Void) {
      let perImage =
        Stopwatch.secondsPerRound(for: secondsPerTiming, body) / Double(runner.samples)
      timings.append(
        LayerTiming(
          layer: name, phase: phase, microsecondsPerImage: 1e6 * perImage,
          gflops: multiplyAdds > 0 ? 2e-9 * Double(multiplyAdds) / perImage : nil))
    }
    for (index, layer) in network.layers.enumerated() {
      time(network.name(ofLayer: index), .forward, multiplyAdds: layer.multiplyAdds) {
        runner.run(network.phases(of: network.forwardOperations(ofLayer: index), training: true))
      }
    }
    let ownGradient = { (index: Int) in !self.network.layers[index].gradientShards.isEmpty }
    for index in network.backwardLayers {
      let layer = network.layers[index]
      let gradients = (index > network.firstLearning ? 1 : 0) + (ownGradient(index) ? 0 : 1)
      time(
        network.name(ofLayer: index), .backward, multiplyAdds: gradients * layer.multiplyAdds
      ) {
        runner.run(network.phases(of: network.backwardOperations(ofLayer: index), training: true))
      }
    }
    let atTheEnd = network.layers.indices.filter(ownGradient)
    time(
      "parameters", .update,
      multiplyAdds: atTheEnd.reduce(0) { $0 + network.layers[$1].multiplyAdds }
    ) {
      step.sumAndUpdate(number: 1, learningRate: 0, averageRate: 0)
    }
    return timings
  }
}
