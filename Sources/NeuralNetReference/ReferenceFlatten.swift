import NeuralNet

/// Channels, rows and columns as one axis: PyTorch's `Flatten`.
public struct ReferenceFlatten: ParameterlessReferenceLayer {
  /// A flatten.
  public init() {}

  /// The same values as channels of one feature.
  public func forward(_ x: Batch) -> Batch { x.reshaped(Shape(channels: x.shape.count)) }

  /// The output's gradient in the input's shape.
  public func inputGradient(_ x: Batch, outputGradient: Batch) -> Batch {
    outputGradient.reshaped(x.shape)
  }
}
