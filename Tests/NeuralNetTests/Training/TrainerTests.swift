import Foundation
import NeuralNet
import RecognizerRandomNumbers
import RecognizerTestSupport
import Testing

/// Training learns, repeats itself bit for bit, and can be interrupted.
@Suite struct TrainerTests {
  /// Every kind of layer that chance, the batch or the number of threads could reach.
  static let network = Architecture(
    name: "small", input: Shape(channels: 1, height: 10, width: 10),
    layers: [
      .convolution(outputs: 5, kernel: 3, bias: false), .batchNormalization(), .relu,
      .maxPooling(size: 2, stride: 2), .equilibrium(outputs: 4, kernel: 3, function: .relu),
      .flatten, .dense(outputs: 1400), .relu, .dropout(probability: 0.2), .dense(outputs: 100),
      .tanh, .equilibrium(outputs: 20), .dense(outputs: 4),
    ])

  /// Bright bars in one of four places, with noise.
  static func samples(
    _ count: Int, seed: UInt64, mislabeled shift: Int = 0, targets: Targets? = nil
  ) -> PixelSamples {
    var generator = SplitMix64(seed: seed)
    var pixels: [UInt8] = []
    for sample in 0..<count {
      for y in 0..<10 {
        for x in 0..<10 {
          let isBar = [y < 3, y > 6, x < 3, x > 6][sample % 4]
          pixels.append(UInt8((isBar ? 120 : 0) + 130 * generator.uniform()))
        }
      }
    }
    return PixelSamples(
      pixels: pixels,
      targets: targets ?? .classes((0..<count).map { UInt8(($0 + shift) % 4) }), featureCount: 100,
      normalization: InputNormalization(mean: 0.4, standardDeviation: 0.3))
  }

  static var configuration: TrainingConfiguration {
    var configuration = TrainingConfiguration()
    configuration.epochs = 3
    configuration.batchSize = 50
    configuration.optimizer = .adamW()
    configuration.learningRate = 0.003
    configuration.schedule = .oneCycle()
    configuration.averageDecay = 0.9
    return configuration
  }

  static func trainer(
    threads: Int = 2, configuration: TrainingConfiguration = configuration
  ) throws -> Trainer {
    try Trainer(
      Network(network), configuration: configuration, training: samples(230, seed: 1),
      validation: samples(40, seed: 2), threads: threads)
  }

  @Test func learns() throws {
    let trainer = try Self.trainer()
    var reports: [EpochReport] = []
    let finished = try trainer.run(listener: { event in
      if case .epoch(let report) = event { reports.append(report) }
    })
    #expect(finished)
    #expect(reports.map(\.epoch) == [1, 2, 3])
    let metric = try #require(reports.last?.validationMetric)
    #expect(metric.isBetter(than: .accuracy(0.95)), "\(metric)")
    #expect(try #require(reports.last).trainLoss < reports[0].trainLoss)
  }

  @Test func threadsDoNotChangeAnyBit() throws {
    let runs = try [1, 2, 7].map { threads in
      let trainer = try Self.trainer(threads: threads)
      _ = try trainer.run()
      return trainer.parameters.map(\.bitPattern)
    }
    #expect(runs[0] == runs[1])
    #expect(runs[0] == runs[2])
  }

  @Test func anotherSeedChangesTheRun() throws {
    var other = Self.configuration
    other.seed = 2
    let trainers = [try Self.trainer(), try Self.trainer(configuration: other)]
    for trainer in trainers { _ = try trainer.run() }
    #expect(trainers[0].parameters != trainers[1].parameters)
  }

  /// Every validation label is wrong, so whatever is learnt makes validation worse.
  @Test func patienceKeepsTheBestEpoch() throws {
    var configuration = Self.configuration
    configuration.epochs = 20
    configuration.patience = 2
    configuration.averageDecay = nil
    let trainer = try Trainer(
      Network(Self.network), configuration: configuration, training: Self.samples(230, seed: 1),
      validation: Self.samples(40, seed: 2, mislabeled: 1), threads: 2)
    var (best, last) = (0, 0)
    var parameters: [[Float]] = []
    _ = try trainer.run(listener: { event in
      switch event {
      case .epoch(let report):
        last = report.epoch
        parameters.append(trainer.parameters)
      case .stoppedEarly(let epoch): best = epoch
      case .step, .converged: break
      }
    })
    #expect(best > 0 && last == best + 2)
    #expect(trainer.parameters == parameters[best - 1])
  }

  /// A run that moves ever less stops when it should, and an interrupted one stops there, too.
  @Test func convergenceStopsTheRun() throws {
    var configuration = Self.configuration
    configuration.epochs = 60
    configuration.averageDecay = nil
    configuration.convergence = Convergence(tolerance: 0.02, window: 2)
    func run(_ trainer: Trainer, stop: Int = .max) throws -> (ConvergenceReport?, [Float]) {
      var report: ConvergenceReport?
      var steps = 0
      _ = try trainer.run(shouldStop: { steps >= stop }) { event in
        switch event {
        case .step: steps += 1
        case .converged(let found): report = found
        case .epoch, .stoppedEarly: break
        }
      }
      return (report, trainer.parameters)
    }
    let whole = try Self.trainer(configuration: configuration)
    let (report, parameters) = try run(whole)
    let found = try #require(report)
    #expect(found.epochs >= 2 && found.weightChange <= 0.02 && found.lossChange <= 0.02)
    #expect(whole.epochsDone > 2 && whole.epochsDone < 60)

    let path = NSTemporaryDirectory() + "checkpoint-\(UUID())"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let interrupted = try Self.trainer(configuration: configuration)
    #expect(try run(interrupted, stop: 5 * whole.epochsDone - 7).0 == nil)
    try interrupted.saveCheckpoint(to: path, data: "bars")
    let resumed = try Self.trainer(configuration: configuration)
    try resumed.restore(from: path, data: "bars")
    let (again, resumedParameters) = try run(resumed)
    #expect(again == report)
    #expect(resumedParameters == parameters)
    #expect(resumed.epochsDone == whole.epochsDone)
  }

  /// `average += (1 - min(decay, (1 + t) / (10 + t))) * (weights - average)` in step t.
  @Test func averagedWeightsFollowTheWeights() throws {
    func trajectory(_ configuration: TrainingConfiguration) throws -> [[Float]] {
      let trainer = try Self.trainer(configuration: configuration)
      var parameters = [trainer.parameters]
      _ = try trainer.run(listener: { event in
        if case .step = event { parameters.append(trainer.parameters) }
      })
      return parameters
    }
    var configuration = Self.configuration
    configuration.averageDecay = nil
    let weights = try trajectory(configuration)
    configuration.averageDecay = 0.4
    let averages = try trajectory(configuration)
    try #require(weights.count == 16 && averages.count == 16)
    var expected = weights[0].map(Double.init)
    for t in 1..<weights.count {
      let rate = 1 - min(0.4, Double(1 + t) / Double(10 + t))
      for i in expected.indices { expected[i] += rate * (Double(weights[t][i]) - expected[i]) }
      let error = zip(averages[t], expected).map { abs(Double($0) - $1) / max(1, abs($1)) }.max()
      #expect(try #require(error) < 1e-5, "step \(t)")
    }
  }

  // MARK: Numbers as targets

  /// The bars again, and where each one's middle is, with a number that says nothing for balance.
  private static func numbers(_ count: Int, seed: UInt64) -> PixelSamples {
    let values = (0..<count).flatMap { sample in
      let place: [(Float, Float)] = [(0, -3.5), (0, 3.5), (-3.5, 0), (3.5, 0)]
      return [100 + place[sample % 4].0, 100 + place[sample % 4].1]
    }
    return samples(
      count, seed: seed,
      targets: .values(values, width: 2, scale: TargetScaling(of: values)))
  }

  @Test(arguments: [Loss.meanSquaredError, .huber(delta: 0.5)])
  func learnsNumbers(loss: Loss) throws {
    var configuration = Self.configuration
    configuration.epochs = 12
    configuration.loss = loss
    configuration.patience = 12
    let network = try #require(Self.network.withOutputs(2))
    let trainer = try Trainer(
      Network(network), configuration: configuration, training: Self.numbers(230, seed: 1),
      validation: Self.numbers(40, seed: 2), threads: 2)
    var errors: [Double] = []
    _ = try trainer.run(listener: { event in
      guard case .epoch(let report) = event,
        case .rootMeanSquaredError(let error) = report.validationMetric
      else { return }
      errors.append(error)
    })
    // In the targets' own units, whose deviation is 2.5.
    #expect(errors.count == 12 && errors[0] < 5)
    #expect(try #require(errors.min()) < 0.5)
    let predictor = Predictor(trainer.network, parameters: trainer.parameters)
    let outputs = predictor.outputs(of: Self.numbers(40, seed: 2)).values
    let scale = TargetScaling(of: [96.5, 100, 103.5, 100])
    let first = scale.value(of: outputs[4])
    #expect(abs(first - 96.5) < 1.5, "\(first)")
  }

  @Test func targetsThatDoNotFitAreRefused() throws {
    let network = try #require(Self.network.withOutputs(2))
    #expect(throws: TrainingError.self) {
      try Trainer(
        Network(network), configuration: Self.configuration, training: Self.numbers(40, seed: 1))
    }
    var configuration = Self.configuration
    configuration.loss = .meanSquaredError
    let error = #expect(throws: TrainingError.self) {
      try Trainer(
        Network(Self.network), configuration: configuration, training: Self.numbers(40, seed: 1))
    }
    #expect(error?.description == "2 numbers for each sample, the network has 4 outputs")
  }

  @Test func infinityStopsTheRunAndNamesTheLayer() throws {
    var configuration = Self.configuration
    configuration.optimizer = .sgd()
    configuration.learningRate = 3e38
    configuration.schedule = .constant
    let trainer = try Self.trainer(configuration: configuration)
    let error = try #require(throws: TrainingError.self) { try trainer.run() }
    let (step, epoch, layer) = try #require(error.place)
    #expect(step >= 2 && epoch == 1)
    // The first layer's weights are the first to be looked at, and all have become infinite.
    #expect(layer == "the weights of layer 0 (convolution)")
    #expect(!error.description.contains("--"))
  }
}

extension TrainingError {
  fileprivate var place: (step: Int, epoch: Int, layer: String)? {
    if case .notFinite(let step, let epoch, let layer) = self { (step, epoch, layer) } else { nil }
  }
}
