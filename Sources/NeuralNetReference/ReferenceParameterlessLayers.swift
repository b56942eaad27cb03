import Foundation
import NeuralNet

/// A function applied to each feature by itself.
package struct ReferenceActivation: ParameterlessReferenceLayer {
  private let function: @Sendable (Double) -> Double
  private let derivative: @Sendable (Double) -> Double

  /// `function` of each feature.
  package func forward(_ x: Batch) -> Batch {
    Batch(count: x.count, shape: x.shape, values: x.values.map(function))
  }

  /// The output's gradient times the derivative.
  package func inputGradient(_ x: Batch, outputGradient: Batch) -> Batch {
    let values = zip(x.values, outputGradient.values).map { derivative($0) * $1 }
    return Batch(count: x.count, shape: x.shape, values: values)
  }
}

extension ReferenceActivation {
  /// `max(x, 0)`; the derivative at 0 is 0.
  package static let relu = leakyReLU(slope: 0)

  /// `x` where it is positive, `slope * x` elsewhere; the derivative at 0 is `slope`.
  package static func leakyReLU(slope: Double) -> Self {
    Self(function: { $0 > 0 ? $0 : slope * $0 }, derivative: { $0 > 0 ? 1 : slope })
  }

  /// The hyperbolic tangent.
  package static let tanh = Self(
    function: { Foundation.tanh($0) },
    derivative: { x in
      let y = Foundation.tanh(x)
      return 1 - y * y
    })

  /// `1 / (1 + exp(-x))`.
  package static let sigmoid = Self(
    function: { 1 / (1 + exp(-$0)) },
    derivative: { x in
      let y = 1 / (1 + exp(-x))
      return y * (1 - y)
    })
}

/// `exp(x) / sum(exp(x))` over all features of a sample.
package struct ReferenceSoftmax: ParameterlessReferenceLayer {
  /// A softmax over all features.
  package init() {}

  /// Each sample's probabilities; its maximum is subtracted first so that no `exp` overflows.
  package func forward(_ x: Batch) -> Batch {
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
  package func inputGradient(_ x: Batch, outputGradient: Batch) -> Batch {
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

/// Features dropped by a given mask: PyTorch's `Dropout`.
package struct ReferenceDropout: ParameterlessReferenceLayer {
  /// Which features of the batch are kept, one flag a value; inference when there is none.
  package var kept: [Bool]?

  private let probability: Double

  /// A dropout that scales what is kept by `1 / (1 - probability)`.
  package init(probability: Double, kept: [Bool]? = nil) {
    self.probability = probability
    self.kept = kept
  }

  /// The features that are kept, scaled; the input itself in inference.
  package func forward(_ x: Batch) -> Batch {
    guard let kept else { return x }
    let values = zip(x.values, kept).map { $1 ? $0 / (1 - probability) : 0 }
    return Batch(count: x.count, shape: x.shape, values: values)
  }

  /// The layer is linear: the same map of the gradient.
  package func inputGradient(_ x: Batch, outputGradient: Batch) -> Batch { forward(outputGradient) }
}

/// Channels, rows and columns as one axis: PyTorch's `Flatten`.
package struct ReferenceFlatten: ParameterlessReferenceLayer {
  /// A flatten.
  package init() {}

  /// The same values as channels of one feature.
  package func forward(_ x: Batch) -> Batch { x.reshaped(Shape(channels: x.shape.count)) }

  /// The output's gradient in the input's shape.
  package func inputGradient(_ x: Batch, outputGradient: Batch) -> Batch {
    outputGradient.reshaped(x.shape)
  }
}
