/// The mean loss of a network's outputs, and what else they are judged by.
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
