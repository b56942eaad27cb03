/// A report of a training run to its listener.
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

/// The progress of a run after a step.
public struct StepReport: Sendable {
  /// The current epoch, from 1.
  public let epoch: Int
  /// Samples of this epoch that have been trained on so far.
  public let samples: Int
  /// Samples of an epoch.
  public let samplesPerEpoch: Int
  /// The mean loss of this epoch's samples so far.
  public let loss: Double
  /// The metric of this epoch's samples so far, as they were trained on.
  public let metric: Metric
  /// Training speed of this epoch so far.
  public let imagesPerSecond: Double
  /// Statistics of this epoch's fixed points so far; nil for networks without equilibrium layers.
  package let fixedPoints: SolverStatistics?
}

/// The results of an epoch.
public struct EpochReport: Sendable {
  /// The epoch, from 1.
  public let epoch: Int
  /// The mean loss of the samples as they were trained on.
  public let trainLoss: Double
  /// The metric of the samples as they were trained on.
  public let trainMetric: Metric
  /// The mean loss on the validation samples, with the weights as they would be saved.
  public let validationLoss: Double?
  /// The metric of the validation samples.
  public let validationMetric: Metric?
  /// The learning rate of the epoch's last step.
  public let learningRate: Float
  /// Training speed, without validation.
  public let imagesPerSecond: Double
  /// Seconds since the run started or was resumed.
  public let seconds: Double
  /// Statistics of the fixed points of training; nil for networks without equilibrium layers.
  package let fixedPoints: SolverStatistics?
}
