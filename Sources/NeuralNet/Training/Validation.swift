import RecognizerKernelInterface

/// Scores a run's weights on samples that it does not train on.
struct Validation {
  let samples: PixelSamples
  let loss: Loss
  let threads: Int
  let kernels: any KernelSet.Type

  func score(_ network: Network, _ parameters: [Float]) -> BatchMetrics {
    let predictor = Predictor(
      network, weights: Weights(parameters), threads: threads, batch: 256, kernels: kernels)
    return BatchMetrics(
      outputs: predictor.outputs(of: samples).values, count: network.outputCount,
      samples: samples, loss: loss)
  }
}

/// The best epoch of a run so far, by its validation metric and then by its loss.
struct BestEpoch: Codable, Hashable, Sendable {
  /// The epoch, from 1; zero before the first.
  private(set) var epoch = 0
  private var metric: Metric?
  private var loss = Double.greatestFiniteMagnitude

  /// Takes in an epoch.
  ///
  /// - Returns: whether it is better than all before it.
  mutating func isImproved(by score: BatchMetrics, epoch: Int) -> Bool {
    if let metric {
      guard
        score.metric.isBetter(than: metric) || score.metric == metric && score.loss < loss
      else { return false }
    }
    (self.epoch, metric, loss) = (epoch, score.metric, score.loss)
    return true
  }
}
