import NeuralNet
import NeuralNetReference
import RecognizerTestSupport
import Testing

/// One predictor answers any number of tasks, always the same.
@Suite struct PredictorTests {
  private static let normalization = InputNormalization(mean: 0.13, standardDeviation: 0.3)

  /// Sixty images of bytes that differ.
  private static func pixels(of network: Network) -> [UInt8] {
    (0..<60 * network.inputCount).map { UInt8(truncatingIfNeeded: HashedValues("pixels")[$0]) }
  }

  private static func predictor(
    _ architecture: Architecture, threads: Int = 1, batch: Int = 512
  ) throws -> Predictor {
    let network = try Network(architecture)
    return Predictor(
      network, parameters: network.initialParameters(seed: 1), threads: threads, batch: batch)
  }

  /// Single images, blocks and batches larger than the predictor's, from eight tasks that work on
  /// the same two threads.
  @Test(arguments: [Architecture.lenet5, .equilibriumDense])
  func answersDoNotDependOnOtherCalls(architecture: Architecture) async throws {
    let predictor = try Self.predictor(architecture, threads: 2, batch: 32)
    let size = predictor.network.inputCount
    let pixels = Self.pixels(of: predictor.network)
    let counts = [1, 1, 3, 16, 17, 33, 1, 60]
    let expected = try counts.map { count in
      try Self.predictor(architecture, batch: 32)
        .outputs(pixels: Array(pixels[..<(count * size)]), normalization: Self.normalization)
    }
    await withTaskGroup(of: Void.self) { tasks in
      for task in 0..<8 {
        tasks.addTask {
          for round in 0..<20 {
            let index = (task + round) % counts.count
            let outputs = predictor.outputs(
              pixels: Array(pixels[..<(counts[index] * size)]), normalization: Self.normalization)
            #expect(outputs.values == expected[index].values, "\(counts[index]) images")
            #expect(outputs.solver == expected[index].solver, "\(counts[index]) images")
          }
        }
      }
    }
  }

  /// Images without targets, samples with targets and features are three ways to the same outputs.
  @Test(arguments: [1, 5])
  func pixelsNeedNoTargets(count: Int) throws {
    let predictor = try Self.predictor(.quick)
    let size = predictor.network.inputCount
    let pixels = Array(Self.pixels(of: predictor.network)[..<(count * size)])
    let outputs = predictor.outputs(pixels: pixels, normalization: Self.normalization).values
    let samples = PixelSamples(
      pixels: pixels, targets: .classes([UInt8](repeating: 3, count: count)), featureCount: size,
      normalization: Self.normalization)
    #expect(outputs.count == count * 10)
    #expect(predictor.outputs(of: samples).values == outputs)
    let loaded = predictor.outputs(count: count) { sample, features in
      for i in features.indices {
        let pixel = Float(pixels[sample * features.count + i])
        features[i] = (pixel / 255 - 0.13) / 0.3
      }
    }
    #expect(relativeError(loaded.values.map(Double.init), outputs.map(Double.init)) < 1e-5)
  }

  /// A batch may end with a single image, which answers as in any other batch.
  @Test func outputsDoNotDependOnTheBatch() throws {
    let network = try Self.predictor(.lenet5).network
    let pixels = Array(Self.pixels(of: network)[..<(33 * network.inputCount)])
    let outputs = try [11, 16, 32, 512].map { batch in
      try Self.predictor(.lenet5, batch: batch)
        .outputs(pixels: pixels, normalization: Self.normalization).values
    }
    #expect(outputs.dropFirst().allSatisfy { $0 == outputs[0] })
  }

  @Test func noImagesHaveNoOutputs() throws {
    let outputs = try Self.predictor(.equilibriumDense)
      .outputs(pixels: [], normalization: Self.normalization)
    #expect(outputs.values.isEmpty)
    #expect(outputs.solver == nil)
  }
}
