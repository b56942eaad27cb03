/// A layer written for plainness, in double precision: what fast layers are compared with.
public protocol ReferenceLayer: Sendable {
  /// What training learns, in PyTorch's order and layout: weight, then bias where there is one.
  var parameters: [[Double]] { get set }

  /// The layer's output for a batch.
  func forward(_ x: Batch) -> Batch

  /// The loss's gradients for the batch `x`, given its gradient for `forward(x)`.
  ///
  /// `parameters` has the order and sizes of the layer's own.
  func backward(_ x: Batch, outputGradient: Batch) -> (input: Batch, parameters: [[Double]])
}

/// A reference layer that learns nothing.
public protocol ParameterlessReferenceLayer: ReferenceLayer {
  /// The loss's gradient for `x`, given its gradient for `forward(x)`.
  func inputGradient(_ x: Batch, outputGradient: Batch) -> Batch
}

extension ParameterlessReferenceLayer {
  /// Nothing.
  public var parameters: [[Double]] {
    get { [] }
    set { precondition(newValue.isEmpty, "this layer has no parameters") }
  }

  /// The gradient for the input alone.
  public func backward(
    _ x: Batch, outputGradient: Batch
  ) -> (input: Batch, parameters: [[Double]]) {
    (inputGradient(x, outputGradient: outputGradient), [])
  }
}
