#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One number that makes confidences honest: logits are divided by it before the softmax.
///
/// It is fitted by the likelihood of held-out labels and changes no answer (Guo et al. 2017, "On
/// Calibration of Modern Neural Networks").
package enum TemperatureScaling {
  /// The temperature under which held-out labels are most likely.
  ///
  /// - Parameters:
  ///   - logits: `labels.count x classes`, sample after sample.
  ///   - labels: each sample's class.
  /// - Returns: a temperature in 0.05...20; 1 when there are no samples.
  package static func fit(logits: [Float], labels: [Int], classes: Int) -> Float {
    precondition(logits.count == labels.count * classes, "logits and labels")
    guard !labels.isEmpty else { return 1 }
    // The loss has a single minimum in the logarithm of the temperature: golden-section search.
    let ratio = (5.0.squareRoot() - 1) / 2
    var (low, high) = (log(0.05), log(20.0))
    func loss(_ position: Double) -> Double {
      meanLoss(logits, labels, classes, temperature: exp(position))
    }
    var inner = (high - ratio * (high - low), low + ratio * (high - low))
    var losses = (loss(inner.0), loss(inner.1))
    while high - low > 1e-4 {
      if losses.0 < losses.1 {
        high = inner.1
        inner = (high - ratio * (high - low), inner.0)
        losses = (loss(inner.0), losses.0)
      } else {
        low = inner.0
        inner = (inner.1, low + ratio * (high - low))
        losses = (losses.1, loss(inner.1))
      }
    }
    return Float(exp((low + high) / 2))
  }

  private static func meanLoss(
    _ logits: [Float], _ labels: [Int], _ classes: Int, temperature: Double
  ) -> Double {
    var total = 0.0
    for (sample, label) in labels.enumerated() {
      var largest = -Float.infinity
      for c in 0..<classes { largest = max(largest, logits[sample * classes + c]) }
      var sum = 0.0
      for c in 0..<classes {
        sum += exp(Double(logits[sample * classes + c] - largest) / temperature)
      }
      total += log(sum) - Double(logits[sample * classes + label] - largest) / temperature
    }
    return total / Double(labels.count)
  }
}

/// The confidence below which an answer is withheld.
package enum RejectionThreshold {
  /// The confidence that all but a share of held-out answers reach.
  ///
  /// The share is what withholding costs on good data: with one answer in a thousand withheld,
  /// most of what is lost would have been wrong. A threshold by the error among the accepted
  /// would rest on a handful of mistakes, since a good model makes few.
  ///
  /// - Parameter confidences: the best class's calibrated probability of each held-out sample.
  /// - Returns: a threshold in 0...1; 0 when there are too few samples to tell.
  package static func fit(confidences: [Float], withholding share: Double = 0.001) -> Float {
    let sorted = confidences.sorted()
    let withheld = Int(Double(sorted.count) * share)
    return withheld == 0 ? 0 : sorted[withheld]
  }

  /// The refusal score that all but a share of held-out samples of known classes stay below.
  ///
  /// - Parameter refusals: the probability of no class, of each held-out sample.
  /// - Returns: a threshold in 0...1; 0.5 when there are too few samples to tell.
  package static func fit(refusals: [Float], refusing share: Double) -> Float {
    let sorted = refusals.sorted(by: >)
    let refused = Int(Double(sorted.count) * share)
    return refused == 0 ? 0.5 : min(max(sorted[refused - 1], .leastNormalMagnitude), 1)
  }
}
