/// What decides how a run goes, beside the network and the data: a value, stored in checkpoints.
public struct TrainingConfiguration: Codable, Hashable, Sendable {
  /// Passes over the training samples.
  public var epochs = 10
  /// Samples a step.
  public var batchSize = 64
  /// How a gradient moves the parameters.
  public var optimizer = Optimizer.sgd()
  /// The schedule's peak.
  public var learningRate: Float = 0.05
  /// How the learning rate changes.
  public var schedule = Schedule.cosine
  /// What is made small.
  public var loss = Loss.crossEntropy()
  /// How much of the moving average of the weights stays each step; nothing for no average.
  ///
  /// Early steps keep less, `(1 + t) / (10 + t)`, so that the average forgets the start.
  public var averageDecay: Float?
  /// Epochs without a better validation metric after which the run stops.
  public var patience: Int?
  /// When the run counts as converged and stops; nothing for all epochs.
  public var convergence: Convergence?
  /// Where all chance starts: initial weights, order of samples, dropout.
  public var seed: UInt64 = 1

  /// The usual configuration.
  public init() {}
}
