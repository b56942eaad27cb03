/// How far a run has come: with the arrays of a checkpoint, all that it needs to go on.
struct TrainingProgress: Codable, Hashable, Sendable {
  /// Epochs that are done.
  var epoch = 0
  /// Steps of the epoch under way that are done.
  var stepInEpoch = 0
  /// Steps of the whole run that are done.
  var step = 0
  /// Samples of the epoch under way that have been trained on.
  var samples = 0
  /// The sum of their losses.
  var loss = 0.0
  /// How many of them were right, or the sum of their mean squared differences.
  var score = 0.0
  /// How their fixed points were found, if the network has such.
  var fixedPoints: SolverStatistics?
  /// How long weights and loss have been at rest, where the run ends by that.
  var convergence: ConvergenceProgress?
  /// The epoch with the best validation metric so far, from 1.
  var bestEpoch = 0
  var bestMetric: Metric?
  var bestLoss = Double.greatestFiniteMagnitude

  mutating func beginEpoch() {
    stepInEpoch = 0
    samples = 0
    loss = 0
    score = 0
    fixedPoints = nil
  }
}
