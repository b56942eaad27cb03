package import RecognizerKernelInterface
import RecognizerRandomNumbers

/// Trains a network by back-propagation.
///
/// The loop tells, it does not print: progress goes to a listener as ``TrainingEvent``s. Results
/// do not depend on the number of threads: work is cut by blocks and rows, and gradients are
/// added in block order.
public final class Trainer {
  /// What is trained.
  public let network: Network
  /// How it is trained.
  public let configuration: TrainingConfiguration

  let training: PixelSamples
  let validation: PixelSamples?
  let workspace: Workspace
  let update: ParameterUpdate
  private let team: ThreadTeam
  private let phases: [Phase]
  var progress = TrainingProgress()
  /// The weights of the best epoch, while `patience` asks for it.
  var bestParameters: [Float]?
  /// The weights as the epoch under way found them, while convergence is watched.
  var epochStart: [Float]

  /// A run from fresh weights, or from `parameters` of an earlier one.
  ///
  /// - Throws: `TrainingError.unsuitableData` when the samples do not fit the network.
  public convenience init(
    _ network: Network, configuration: TrainingConfiguration, training: PixelSamples,
    validation: PixelSamples? = nil, threads: Int = 1, parameters: [Float]? = nil
  ) throws(TrainingError) {
    try self.init(
      network, configuration: configuration, training: training, validation: validation,
      threads: threads, parameters: parameters, kernels: KernelChoice.best)
  }

  package init(
    _ network: Network, configuration: TrainingConfiguration, training: PixelSamples,
    validation: PixelSamples?, threads: Int, parameters: [Float]?, kernels: any KernelSet.Type
  ) throws(TrainingError) {
    precondition(configuration.batchSize > 0 && configuration.epochs >= 0, "nothing to train")
    for samples in [training, validation].compactMap(\.self) {
      try Self.check(samples, network, configuration.loss)
    }
    self.network = network
    self.configuration = configuration
    self.training = training
    self.validation = validation
    team = ThreadTeam(count: threads)
    workspace = Workspace(
      network, blocks: (configuration.batchSize + 15) / 16, workers: threads, forTraining: true,
      kernels: kernels)
    update = ParameterUpdate(
      workspace: workspace, team: team, optimizer: configuration.optimizer,
      averages: configuration.averageDecay != nil)
    phases = network.trainingPhases
    let initial = parameters ?? network.initialParameters(seed: configuration.seed)
    precondition(initial.count == network.flatCount, "parameters of another network")
    workspace.parameters.floats.update(from: initial, count: initial.count)
    update.average?.floats.update(from: initial, count: initial.count)
    epochStart = configuration.convergence == nil ? [] : initial
  }

  /// The weights as they would be saved: of the best epoch with `patience`, averaged if asked for.
  public var parameters: [Float] { bestParameters ?? currentParameters }

  /// Steps of an epoch; the last may have fewer samples.
  public var stepsPerEpoch: Int {
    (training.count + configuration.batchSize - 1) / configuration.batchSize
  }

  /// Epochs that are done.
  public var epochsDone: Int { progress.epoch }

  /// Trains until all epochs are done, weights and loss have settled, `patience` is at its end, or
  /// `shouldStop` says so.
  ///
  /// - Parameters:
  ///   - shouldStop: asked after every step.
  ///   - listener: told after every step and epoch; what it throws ends the run.
  /// - Returns: whether the run came to its own end.
  public func run(
    shouldStop: () -> Bool = { false }, listener: (TrainingEvent) throws -> Void = { _ in }
  ) throws -> Bool {
    let watch = Stopwatch()
    while progress.epoch < configuration.epochs {
      guard try runEpoch(watch, shouldStop, listener) else { return false }
      if let patience = configuration.patience, progress.bestEpoch > 0,
        progress.epoch - progress.bestEpoch >= patience, progress.epoch < configuration.epochs
      {
        try listener(.stoppedEarly(best: progress.bestEpoch))
        break
      }
      if let report = convergenceReport {
        try listener(.converged(report))
        break
      }
    }
    return true
  }

  /// Begins again at the first epoch, with the weights as they are.
  func restart() { progress = TrainingProgress() }

  // MARK: - Implementation

  private static func check(
    _ samples: PixelSamples, _ network: Network, _ loss: Loss
  ) throws(TrainingError) {
    guard samples.count > 0 else { throw .unsuitableData("no samples") }
    guard samples.featureCount == network.inputCount else {
      throw .unsuitableData(
        "samples have \(samples.featureCount) pixels, the network takes \(network.inputCount)")
    }
    if let problem = samples.targets.problem(outputs: network.outputCount) {
      throw .unsuitableData(problem)
    }
    if case .values = samples.targets, case .crossEntropy = loss {
      throw .unsuitableData(
        "numbers as targets, and cross-entropy compares classes; use mean-squared-error or huber")
    }
  }

  var currentParameters: [Float] {
    let buffer = update.average ?? workspace.parameters
    return Array(UnsafeBufferPointer(start: buffer.floats, count: network.flatCount))
  }

  /// - Returns: whether the epoch came to its end.
  private func runEpoch(
    _ watch: Stopwatch, _ shouldStop: () -> Bool, _ listener: (TrainingEvent) throws -> Void
  ) throws -> Bool {
    let order = sampleOrder(epoch: progress.epoch)
    let epochWatch = Stopwatch()
    let alreadyDone = progress.samples
    var rate: Float = 0
    while progress.stepInEpoch < stepsPerEpoch {
      if shouldStop() { return false }
      rate = try step(order)
      let speed = Double(progress.samples - alreadyDone) / max(epochWatch.seconds, 1e-9)
      try listener(.step(stepReport(speed)))
    }
    let speed = Double(progress.samples - alreadyDone) / max(epochWatch.seconds, 1e-9)
    let report = finishEpoch(rate: rate, speed: speed, watch: watch)
    try listener(.epoch(report))
    return true
  }

  /// A new order for every epoch, from the seed alone, so that a resumed run finds it again.
  private func sampleOrder(epoch: Int) -> [Int] {
    var generator = SplitMix64(seed: configuration.seed, stream: -1, epoch)
    return (0..<training.count).shuffled(using: &generator)
  }

  /// - Returns: the step's learning rate.
  private func step(_ order: [Int]) throws -> Float {
    let first = progress.stepInEpoch * configuration.batchSize
    let pass = batchPass(order[first..<min(first + configuration.batchSize, order.count)])
    workspace.prepare(training: true)
    pass.run(phases)
    let loss = try collectLoss(pass)

    let rate =
      configuration.learningRate
      * configuration.schedule.factor(
        step: progress.step, of: stepsPerEpoch * configuration.epochs,
        stepsPerEpoch: stepsPerEpoch)
    progress.step += 1
    update.run(pass, step: progress.step, learningRate: rate, averageRate: averageRate)
    progress.stepInEpoch += 1
    progress.samples += pass.samples
    progress.loss += loss * Double(pass.samples)
    if let fixedPoints = pass.fixedPoints {
      progress.fixedPoints = (progress.fixedPoints ?? SolverStatistics()) + fixedPoints
    }
    return rate
  }

  private func batchPass(_ samples: ArraySlice<Int>) -> BatchPass {
    let epoch = progress.epoch
    let (training, kernels) = (training, workspace.kernels)
    for (position, sample) in samples.enumerated() {
      training.writeTarget(
        sample, outputs: network.outputCount, into: workspace.targets(at: position), stride: 16)
    }
    return BatchPass(
      workspace: workspace, team: team, samples: samples.count, training: true,
      key: configuration.seed &+ UInt64(progress.step) &* 0x9E37_79B9, loss: configuration.loss,
      countsRight: training.targets.areClasses
    ) { position, features in
      training.load(
        samples[samples.startIndex + position], epoch: epoch, kernels: kernels, into: features)
    }
  }

  /// A batch that has been forward and back once.
  func firstBatch() -> BatchPass {
    let pass = batchPass(sampleOrder(epoch: 0).prefix(configuration.batchSize))
    workspace.prepare(training: true)
    pass.run(phases)
    return pass
  }

  private var averageRate: Float {
    guard let decay = configuration.averageDecay else { return 0 }
    let t = Float(progress.step)
    return 1 - min(decay, (1 + t) / (10 + t))
  }

  /// The batch's loss, blocks added in their order.
  private func collectLoss(_ pass: BatchPass) throws -> Double {
    var loss = 0.0
    for block in 0..<pass.blocks {
      loss += Double(workspace.results[block].loss)
      progress.score += Double(workspace.results[block].score)
    }
    guard loss.isFinite else {
      throw TrainingError.notFinite(
        step: progress.step + 1, epoch: progress.epoch + 1,
        layer: firstLayerNotFinite(blocks: pass.blocks))
    }
    return loss
  }

  private func stepReport(_ speed: Double) -> StepReport {
    StepReport(
      epoch: progress.epoch + 1, samples: progress.samples, samplesPerEpoch: training.count,
      loss: progress.loss / Double(progress.samples), metric: metric, imagesPerSecond: speed,
      fixedPoints: progress.fixedPoints)
  }

  /// What the samples of the epoch under way have come to.
  private var metric: Metric {
    Metric(training.targets, score: progress.score, samples: progress.samples)
  }

  private func finishEpoch(rate: Float, speed: Double, watch: Stopwatch) -> EpochReport {
    progress.epoch += 1
    var score: BatchMetrics?
    if let validation {
      let parameters = currentParameters
      let predictor = Predictor(
        network, parameters: parameters, threads: team.count, batch: 256,
        kernels: workspace.kernels)
      let result = BatchMetrics(
        outputs: predictor.outputs(of: validation).values, count: network.outputCount,
        samples: validation, loss: configuration.loss)
      keepIfBest(result, parameters)
      score = result
    }
    let samples = Double(max(progress.samples, 1))
    watchConvergence(loss: progress.loss / samples)
    let report = EpochReport(
      epoch: progress.epoch, trainLoss: progress.loss / samples,
      trainMetric: metric, validationLoss: score?.loss, validationMetric: score?.metric,
      learningRate: rate, imagesPerSecond: speed, seconds: watch.seconds,
      fixedPoints: progress.fixedPoints)
    progress.beginEpoch()
    return report
  }

  private func keepIfBest(_ score: BatchMetrics, _ parameters: [Float]) {
    let isBetter = progress.bestMetric.map { best in
      score.metric.isBetter(than: best) || score.metric == best && score.loss < progress.bestLoss
    }
    guard isBetter ?? true else { return }
    progress.bestEpoch = progress.epoch
    progress.bestMetric = score.metric
    progress.bestLoss = score.loss
    if configuration.patience != nil { bestParameters = parameters }
  }
}
