/// Features dropped by a given mask: PyTorch's `Dropout`.
public struct ReferenceDropout: ParameterlessReferenceLayer {
  /// Which features of the batch are kept, one flag a value; inference when there is none.
  public var kept: [Bool]?

  private let probability: Double

  /// A dropout that scales what is kept by `1 / (1 - probability)`.
  public init(probability: Double, kept: [Bool]? = nil) {
    self.probability = probability
    self.kept = kept
  }

  /// What is kept, scaled; the input itself in inference.
  public func forward(_ x: Batch) -> Batch {
    guard let kept else { return x }
    let values = zip(x.values, kept).map { $1 ? $0 / (1 - probability) : 0 }
    return Batch(count: x.count, shape: x.shape, values: values)
  }

  /// The layer is linear: the same map of the gradient.
  public func inputGradient(_ x: Batch, outputGradient: Batch) -> Batch { forward(outputGradient) }
}
