/// What a run is judged by beside its loss, in terms of the targets.
public enum Metric: Codable, Hashable, Sendable {
  /// The share of samples whose largest output is that of their class.
  case accuracy(Double)
  /// The root of the mean squared difference, in the targets' own units.
  case rootMeanSquaredError(Double)

  /// The metric that suits the targets.
  ///
  /// - Parameter score: how many samples were right, or the sum of their mean squared differences
  ///   on the targets' scale.
  init(_ targets: Targets, score: Double, samples: Int) {
    let mean = score / Double(max(samples, 1))
    switch targets {
    case .classes: self = .accuracy(mean)
    case .values(_, _, let scale):
      self = .rootMeanSquaredError(mean.squareRoot() * Double(scale.standardDeviation))
    }
  }

  /// Whether this is the better figure of two for the same targets.
  func isBetter(than other: Metric) -> Bool {
    switch (self, other) {
    case (.accuracy(let own), .accuracy(let other)): own > other
    case (.rootMeanSquaredError(let own), .rootMeanSquaredError(let other)): own < other
    case (.accuracy, _), (.rootMeanSquaredError, _): false
    }
  }
}
