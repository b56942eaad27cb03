#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Logits as probabilities.
enum Probabilities {
  /// Adds the softmax of a sample's logits, divided by a temperature first, to `sums`.
  ///
  /// - Parameters:
  ///   - logits: `count` of them.
  ///   - share: the sum of the probabilities.
  ///   - sums: as many numbers.
  static func add(
    _ logits: UnsafePointer<Float>, count: Int, temperature: Float, share: Float = 1,
    to sums: UnsafeMutablePointer<Float>
  ) {
    var largest = logits[0]
    for index in 1..<max(count, 1) { largest = max(largest, logits[index]) }
    var total: Float = 0
    for index in 0..<count { total += expf((logits[index] - largest) / temperature) }
    for index in 0..<count {
      sums[index] += share * (expf((logits[index] - largest) / temperature) / total)
    }
  }
}
