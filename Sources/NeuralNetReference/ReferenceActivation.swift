import Foundation

/// A function applied to each feature by itself.
public struct ReferenceActivation: ParameterlessReferenceLayer {
  private let function: @Sendable (Double) -> Double
  private let derivative: @Sendable (Double) -> Double

  /// `function` of each feature.
  public func forward(_ x: Batch) -> Batch {
    Batch(count: x.count, shape: x.shape, values: x.values.map(function))
  }

  /// The output's gradient times the derivative.
  public func inputGradient(_ x: Batch, outputGradient: Batch) -> Batch {
    let values = zip(x.values, outputGradient.values).map { derivative($0) * $1 }
    return Batch(count: x.count, shape: x.shape, values: values)
  }
}

extension ReferenceActivation {
  /// `max(x, 0)`; the derivative at 0 is 0.
  public static let relu = leakyReLU(slope: 0)

  /// `x` where it is positive, `slope * x` elsewhere; the derivative at 0 is `slope`.
  public static func leakyReLU(slope: Double) -> Self {
    Self(function: { $0 > 0 ? $0 : slope * $0 }, derivative: { $0 > 0 ? 1 : slope })
  }

  /// The hyperbolic tangent.
  public static let tanh = Self(
    function: { Foundation.tanh($0) },
    derivative: { x in
      let y = Foundation.tanh(x)
      return 1 - y * y
    })

  /// `1 / (1 + exp(-x))`.
  public static let sigmoid = Self(
    function: { 1 / (1 + exp(-$0)) },
    derivative: { x in
      let y = 1 / (1 + exp(-x))
      return y * (1 - y)
    })
}
