/// What happens to a convolution's sums on their way to memory.
package enum Epilogue: Sendable {
  /// Nothing.
  case none
  /// `max(x, 0)`.
  case relu
  /// `max(x, 0)`, then the largest of each window of two rows by two columns.
  case reluMaxPool
}

/// The gradient behind an epilogue, and what its way back through the epilogue needs.
package enum EpilogueGradient: @unchecked Sendable {
  /// The gradient to the sums.
  case none(UnsafePointer<Vector>)
  /// The gradient to the output of a ReLU, and that output.
  case relu(UnsafePointer<Vector>, output: UnsafePointer<Vector>)
  /// The gradient to the pooled output, and who won.
  case reluMaxPool(UnsafePointer<Vector>, argmax: UnsafePointer<ArgmaxVector>)
}
