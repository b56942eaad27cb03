#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The mean loss and the accuracy of a network's outputs.
struct SampleScore {
  let loss: Double
  let accuracy: Double

  /// - Parameter outputs: `samples.count x classes`, sample after sample.
  init(outputs: [Float], samples: PixelSamples, classes: Int, loss: Loss) {
    var total = 0.0
    var correct = 0
    for sample in 0..<samples.count {
      let own = outputs[sample * classes..<(sample + 1) * classes]
      let label = samples.label(sample)
      let best = own.indices.max { own[$0] < own[$1] } ?? own.startIndex
      if best - own.startIndex == label { correct += 1 }
      total += Self.loss(own, label: label, loss)
    }
    let count = Double(max(samples.count, 1))
    self.loss = total / count
    accuracy = Double(correct) / count
  }

  /// Label smoothing is a training aid: the figure is the plain cross-entropy.
  private static func loss(_ outputs: ArraySlice<Float>, label: Int, _ loss: Loss) -> Double {
    switch loss {
    case .crossEntropy:
      let largest = Double(outputs.max() ?? 0)
      let sum = outputs.reduce(0) { $0 + exp(Double($1) - largest) }
      return log(sum) + largest - Double(outputs[outputs.startIndex + label])
    case .meanSquaredError:
      var sum = 0.0
      for (c, output) in outputs.enumerated() {
        let difference = Double(output) - (c == label ? 1 : 0)
        sum += difference * difference
      }
      return sum / Double(outputs.count)
    }
  }
}
