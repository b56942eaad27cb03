/// What a training run tells those who listen.
public enum TrainingEvent: Sendable {
  /// A step is done.
  case step(StepReport)
  /// An epoch is done.
  case epoch(EpochReport)
  /// The validation metric has not improved for as many epochs as the configuration allows; the
  /// weights of the best epoch are kept.
  case stoppedEarly(best: Int)
  /// Weights and loss have settled, as the configuration asks for.
  case converged(ConvergenceReport)
}

/// Where a run is, after a step.
public struct StepReport: Sendable {
  /// The epoch that is under way, from 1.
  public let epoch: Int
  /// Samples of this epoch that have been trained on.
  public let samples: Int
  /// Samples of an epoch.
  public let samplesPerEpoch: Int
  /// The mean loss of this epoch's samples so far.
  public let loss: Double
  /// What this epoch's samples came to as they were trained on.
  public let metric: Metric
  /// Training speed of this epoch so far.
  public let imagesPerSecond: Double
  /// How this epoch's fixed points were found so far, if the network has such.
  public let fixedPoints: SolverStatistics?
}

/// What an epoch came to.
public struct EpochReport: Sendable {
  /// The epoch, from 1.
  public let epoch: Int
  /// The mean loss of the samples as they were trained on.
  public let trainLoss: Double
  /// What the samples came to as they were trained on.
  public let trainMetric: Metric
  /// The mean loss on the validation samples, with the weights as they would be saved.
  public let validationLoss: Double?
  /// What the validation samples came to.
  public let validationMetric: Metric?
  /// The learning rate of the epoch's last step.
  public let learningRate: Float
  /// Training speed, without validation.
  public let imagesPerSecond: Double
  /// Seconds since the run started or was resumed.
  public let seconds: Double
  /// How the fixed points of training were found, if the network has such.
  public let fixedPoints: SolverStatistics?
}
