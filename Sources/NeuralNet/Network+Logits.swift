#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Network {
  /// Outputs as logits: those of a network that ends in softmax are its logarithms.
  public func logits(_ outputs: [Float]) -> [Float] {
    guard architecture.layers.last == .softmax else { return outputs }
    return outputs.map { logf(max($0, .leastNormalMagnitude)) }
  }
}
