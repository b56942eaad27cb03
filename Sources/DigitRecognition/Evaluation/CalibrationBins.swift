/// Confidences in bins of equal width, each with the fraction that was right.
struct CalibrationBins {
  private static let count = 15
  private var samples = [Int](repeating: 0, count: CalibrationBins.count)
  private var right = [Int](repeating: 0, count: CalibrationBins.count)
  private var confidence = [Double](repeating: 0, count: CalibrationBins.count)

  mutating func add(_ confidence: Double, isRight: Bool) {
    let bin = min(max(Int(confidence * Double(Self.count)), 0), Self.count - 1)
    samples[bin] += 1
    right[bin] += isRight ? 1 : 0
    self.confidence[bin] += confidence
  }

  /// The mean distance between confidence and accuracy over all samples.
  var error: Double {
    let total = samples.reduce(0, +)
    guard total > 0 else { return 0 }
    // A bin's fraction of the samples times its distance: its samples cancel.
    return zip(right, confidence).reduce(0) { $0 + abs(Double($1.0) - $1.1) } / Double(total)
  }

  /// Each bin's mean confidence, the fraction that was right, and the number of samples; empty bins
  /// are omitted.
  var points: [Evaluation.ReliabilityPoint] {
    samples.indices.filter { samples[$0] > 0 }.map { bin in
      Evaluation.ReliabilityPoint(
        confidence: confidence[bin] / Double(samples[bin]),
        accuracy: Double(right[bin]) / Double(samples[bin]), count: samples[bin])
    }
  }
}
