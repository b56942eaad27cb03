package import RecognizerKernelInterface

/// Trains a network by back-propagation.
///
/// The loop tells, it does not print: progress goes to a listener as ``TrainingEvent``s. Results do
/// not depend on the number of threads.
public final class Trainer {
  /// The network that is trained.
  public let network: Network
  /// The settings of the run.
  public let configuration: TrainingConfiguration

  let step: TrainingStep
  private let loader: BatchLoader
  private let validation: Validation?
  var progress = TrainingProgress()
  /// The weights of the best epoch, while `patience` asks for it.
  var bestParameters: [Float]?
  /// The weights at the start of the epoch, while convergence is watched.
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
    validation: PixelSamples?, teaching: Teaching? = nil, threads: Int, parameters: [Float]?,
    kernels: any KernelSet.Type = KernelChoice.best
  ) throws(TrainingError) {
    precondition(configuration.batchSize > 0 && configuration.epochs >= 0, "nothing to train")
    try training.check(network, configuration.loss)
    try validation?.check(network, configuration.loss)
    if let problem = teaching?.problem(teaching: network, training) {
      throw .unsuitableData(problem)
    }
    self.network = network
    self.configuration = configuration
    step = TrainingStep(
      network, configuration: configuration, teaching: teaching, threads: threads,
      kernels: kernels)
    loader = BatchLoader(training, configuration: configuration, into: step.workspace)
    let initial = parameters ?? network.initialParameters(seed: configuration.seed)
    precondition(initial.count == network.storageCount, "parameters of another network")
    step.workspace.parameters.floats.update(from: initial, count: initial.count)
    step.update.average?.floats.update(from: initial, count: initial.count)
    epochStart = configuration.convergence == nil ? [] : initial
    self.validation = validation.map {
      Validation(samples: $0, loss: configuration.loss, threads: threads, kernels: kernels)
    }
  }

  /// The weights as they would be saved: of the best epoch with `patience`, averaged if asked for.
  public var parameters: [Float] { bestParameters ?? currentParameters }

  /// Steps of an epoch; the last may have fewer samples.
  package var stepsPerEpoch: Int { loader.batchesPerEpoch }

  /// The number of completed epochs.
  public var epochsDone: Int { progress.epoch }

  /// Trains until all epochs are done, weights and loss have settled, `patience` is at its end, or
  /// `shouldStop` says so.
  ///
  /// - Parameters:
  ///   - shouldStop: asked before every step.
  ///   - listener: called after every step and epoch; what it throws ends the run.
  /// - Returns: whether the run is complete; false after `shouldStop`.
  /// - Throws: `TrainingError.notFinite`, or an error of the listener.
  public func run(
    shouldStop: () -> Bool = { false }, listener: (TrainingEvent) throws -> Void = { _ in }
  ) throws -> Bool {
    let watch = Stopwatch()
    while progress.epoch < configuration.epochs {
      guard try runEpoch(watch, shouldStop, listener) else { return false }
      if let patience = configuration.patience, progress.best.epoch > 0,
        progress.epoch - progress.best.epoch >= patience, progress.epoch < configuration.epochs
      {
        try listener(.stoppedEarly(best: progress.best.epoch))
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

  /// The weights after the last step, averaged if asked for.
  var currentParameters: [Float] {
    let buffer = step.update.average ?? step.workspace.parameters
    return Array(UnsafeBufferPointer(start: buffer.floats, count: network.storageCount))
  }

  /// Takes the first batch forward and back.
  func differentiateFirstBatch() { _ = differentiate(batch: 0, epoch: 0) }

  // MARK: - Steps

  /// - Returns: whether the epoch is complete.
  private func runEpoch(
    _ watch: Stopwatch, _ shouldStop: () -> Bool, _ listener: (TrainingEvent) throws -> Void
  ) throws -> Bool {
    let epochWatch = Stopwatch()
    let alreadyDone = progress.samples
    var rate: Float = 0
    while progress.stepInEpoch < stepsPerEpoch {
      if shouldStop() { return false }
      rate = try runStep()
      let speed = Double(progress.samples - alreadyDone) / max(epochWatch.seconds, 1e-9)
      try listener(.step(stepReport(speed)))
    }
    let speed = Double(progress.samples - alreadyDone) / max(epochWatch.seconds, 1e-9)
    let report = finishEpoch(rate: rate, speed: speed, watch: watch)
    try listener(.epoch(report))
    return true
  }

  /// - Returns: the step's learning rate.
  private func runStep() throws -> Float {
    let (loss, score) = differentiate(batch: progress.stepInEpoch, epoch: progress.epoch)
    progress.score += score
    guard loss.isFinite else {
      throw TrainingError.notFinite(
        step: progress.step + 1, epoch: progress.epoch + 1, layer: step.firstLayerNotFinite)
    }
    let rate =
      configuration.learningRate
      * configuration.schedule.factor(
        step: progress.step, of: stepsPerEpoch * configuration.epochs)
    progress.step += 1
    step.sumAndUpdate(number: progress.step, learningRate: rate, averageRate: averageRate)
    progress.stepInEpoch += 1
    progress.samples += step.runner.samples
    progress.loss += loss * Double(step.runner.samples)
    if let fixedPoints = step.runner.fixedPoints {
      progress.fixedPoints = (progress.fixedPoints ?? SolverStatistics()) + fixedPoints
    }
    return rate
  }

  private func differentiate(batch: Int, epoch: Int) -> (loss: Double, score: Double) {
    step.differentiate(
      samples: loader.choose(batch: batch, epoch: epoch), from: loader,
      key: configuration.seed &+ UInt64(progress.step) &* 0x9E37_79B9,
      countsRight: loader.samples.targets.areClasses)
  }

  private var averageRate: Float {
    guard let decay = configuration.averageDecay else { return 0 }
    let t = Float(progress.step)
    return 1 - min(decay, (1 + t) / (10 + t))
  }

  // MARK: - Epochs

  private func finishEpoch(rate: Float, speed: Double, watch: Stopwatch) -> EpochReport {
    progress.epoch += 1
    var score: BatchMetrics?
    if let validation {
      let parameters = currentParameters
      let result = validation.score(network, parameters)
      if progress.best.isImproved(by: result, epoch: progress.epoch), configuration.patience != nil
      {
        bestParameters = parameters
      }
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

  private func stepReport(_ speed: Double) -> StepReport {
    StepReport(
      epoch: progress.epoch + 1, samples: progress.samples, samplesPerEpoch: loader.samples.count,
      loss: progress.loss / Double(progress.samples), metric: metric, imagesPerSecond: speed,
      fixedPoints: progress.fixedPoints)
  }

  /// The metric of the epoch's samples so far.
  private var metric: Metric {
    Metric(loader.samples.targets, score: progress.score, samples: progress.samples)
  }
}

extension PixelSamples {
  /// Refuses samples that a network and a loss cannot be trained on.
  fileprivate func check(_ network: Network, _ loss: Loss) throws(TrainingError) {
    guard count > 0 else { throw .unsuitableData("no samples") }
    guard featureCount == network.inputCount else {
      throw .unsuitableData(
        "samples have \(featureCount) pixels, the network takes \(network.inputCount)")
    }
    if let problem = targets.problem(outputs: network.outputCount) {
      throw .unsuitableData(problem)
    }
    if case .values = targets, case .crossEntropy = loss {
      throw .unsuitableData(
        "numbers as targets, and cross-entropy compares classes; use mean-squared-error or huber")
    }
  }
}
