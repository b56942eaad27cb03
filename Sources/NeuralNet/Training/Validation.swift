import RecognizerKernelInterface

/// Scores a run's weights on samples that it does not train on.
final class Validation {
  private let samples: PixelSamples
  private let loss: Loss
  private let predictor: Predictor

  init(
    _ network: Network, samples: PixelSamples, loss: Loss, parameters: [Float], threads: Int,
    kernels: any KernelSet.Type
  ) {
    self.samples = samples
    self.loss = loss
    predictor = Predictor(
      network, parameters: parameters, threads: threads, batch: 256, kernels: kernels)
  }

  func score(_ parameters: [Float]) -> BatchMetrics {
    predictor.setParameters(parameters)
    return BatchMetrics(
      outputs: predictor.outputs(of: samples), count: predictor.network.outputCount,
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
