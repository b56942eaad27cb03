import RecognizerKernelInterface

/// The measure of a run beside its loss, in terms of the targets.
public enum Metric: Codable, Hashable, Sendable {
  /// The fraction of samples whose largest output is that of their class.
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
  package func isBetter(than other: Metric) -> Bool {
    switch (self, other) {
    case (.accuracy(let own), .accuracy(let other)): own > other
    case (.rootMeanSquaredError(let own), .rootMeanSquaredError(let other)): own < other
    case (.accuracy, _), (.rootMeanSquaredError, _): false
    }
  }
}

// MARK: - Scores of a block

extension Metric {
  /// The target of each sample's largest output: one where that is its class, zero elsewhere, and a
  /// number between where the target is a teacher's.
  static func right(
    _ count: Int, _ outputs: UnsafePointer<Vector>, _ targets: UnsafePointer<Vector>
  ) -> Vector {
    var (best, target) = (outputs[0], targets[0])
    for c in 1..<max(count, 1) {
      let isBetter = outputs[c] .> best
      best.replace(with: outputs[c], where: isBetter)
      target.replace(with: targets[c], where: isBetter)
    }
    return target
  }

  /// Each sample's mean squared difference.
  static func squaredErrors(
    _ count: Int, _ outputs: UnsafePointer<Vector>, _ targets: UnsafePointer<Vector>
  ) -> Vector {
    var sum = Vector.zero
    for i in 0..<count { sum += (outputs[i] - targets[i]) * (outputs[i] - targets[i]) }
    return sum / Float(max(count, 1))
  }
}

// MARK: - Scores of samples

/// The mean loss of a network's outputs, and the metric of their targets.
struct BatchMetrics {
  let loss: Double
  let metric: Metric

  /// - Parameter outputs: `samples.count x count`, sample after sample.
  init(outputs: [Float], count: Int, samples: PixelSamples, loss: Loss) {
    var (total, score) = (0.0, 0.0)
    for sample in 0..<samples.count {
      let own = outputs[sample * count..<(sample + 1) * count]
      let targets = samples.target(sample, outputs: count)
      total += loss.value(own, targets: targets)
      switch samples.targets {
      case .classes:
        let best = own.indices.max { own[$0] < own[$1] } ?? own.startIndex
        score += Double(targets[best - own.startIndex])
      case .values: score += Loss.mean(own, targets) { $0 * $0 }
      }
    }
    self.loss = total / Double(max(samples.count, 1))
    metric = Metric(samples.targets, score: score, samples: samples.count)
  }
}
