import Foundation
import NeuralNet

/// `exp(x) / sum(exp(x))` over all features of a sample.
public struct ReferenceSoftmax: ParameterlessReferenceLayer {
  /// A softmax over all features.
  public init() {}

  /// Each sample's probabilities; its maximum is subtracted first so that no `exp` overflows.
  public func forward(_ x: Batch) -> Batch {
    var y = x
    for sample in 0..<x.count {
      let features = 0..<x.shape.count
      let largest = features.map { x[sample, $0] }.max() ?? 0
      let exponentials = features.map { exp(x[sample, $0] - largest) }
      let sum = exponentials.reduce(0, +)
      for feature in features { y[sample, feature] = exponentials[feature] / sum }
    }
    return y
  }

  /// `y_i * (g_i - sum_j(g_j * y_j))`.
  public func inputGradient(_ x: Batch, outputGradient: Batch) -> Batch {
    let y = forward(x)
    var gradient = y
    for sample in 0..<x.count {
      let features = 0..<x.shape.count
      let mean = features.map { outputGradient[sample, $0] * y[sample, $0] }.reduce(0, +)
      for feature in features {
        gradient[sample, feature] *= outputGradient[sample, feature] - mean
      }
    }
    return gradient
  }
}
