/// The settings of a training run, stored in checkpoints and in the models that it makes.
public struct TrainingConfiguration: Codable, Hashable, Sendable {
  /// Passes over the training samples.
  public var epochs = 10
  /// Samples per step.
  public var batchSize = 64
  /// The rule by which a gradient moves the parameters.
  public var optimizer = Optimizer.sgd()
  /// The largest learning rate.
  public var learningRate: Float = 0.05
  /// A layer's learning rate as a fraction of that of the next layer with parameters; nil for the
  /// same rate everywhere.
  ///
  /// For a network that is trained already: its first layers need to change least. Howard and Ruder,
  /// "Universal Language Model Fine-tuning for Text Classification", ACL 2018.
  package var layerRateDecay: Float?
  /// The course of the learning rate.
  public var schedule = Schedule.cosine
  /// The function that is minimised.
  public var loss = Loss.crossEntropy()
  /// The fraction of the moving average of the weights that stays each step; nil for no average.
  ///
  /// Early steps keep less, `(1 + t) / (10 + t)`, so that the average forgets the start.
  public var averageDecay: Float?
  /// Epochs without a better validation metric after which the run stops.
  public var patience: Int?
  /// The change per epoch at which the run stops; nil for all epochs.
  public var convergence: Convergence?
  /// The seed of every random draw: initial weights, order of samples, dropout.
  public var seed: UInt64 = 1

  /// A configuration with the values above.
  public init() {}
}

/// Why a training run cannot go on.
public enum TrainingError: Error, Hashable, Sendable {
  /// The loss or a weight is infinite or not a number.
  ///
  /// `layer` is the first layer, by position and kind, whose weights or output are not finite.
  case notFinite(step: Int, epoch: Int, layer: String)
  /// The data does not fit the network.
  case unsuitableData(String)
}

extension TrainingError: CustomStringConvertible {
  /// One clause that says what was found.
  public var description: String {
    switch self {
    case .notFinite(let step, let epoch, let layer):
      "not a finite number in \(layer), step \(step) (epoch \(epoch)); the learning rate is too high"
    case .unsuitableData(let text): text
    }
  }
}
