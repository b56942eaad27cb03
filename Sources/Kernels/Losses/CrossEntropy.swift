package import RecognizerKernelInterface

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension KernelVariant {
  /// `-sum_c w_c log p_c` with `p` the softmax of the output and the smoothed target
  /// `w_c = (1 - s) t_c + s / classes`; its gradient is `p - w`.
  ///
  /// `weights` multiplies each sample's loss and gradient: one over the batch, zero for padding.
  package static func crossEntropy(
    classes: Int, labelSmoothing: Float, _ output: UnsafePointer<Vector>,
    targets: UnsafePointer<Vector>, weights: UnsafePointer<Vector>,
    gradient: UnsafeMutablePointer<Vector>
  ) -> Vector {
    let largest = largest(classes, output)
    let sum = exponentials(count: classes, output, largest: largest, into: gradient)
    var logarithm = Vector.zero
    for sample in 0..<16 { logarithm[sample] = log(sum[sample]) }
    let spread = Vector(repeating: labelSmoothing / Float(classes))
    let peak = 1 - labelSmoothing
    var loss = Vector.zero
    for c in 0..<classes {
      let wanted = targets[c] * peak + spread
      loss += wanted * (logarithm + largest - output[c])
      gradient[c] = (gradient[c] / sum - wanted) * weights[0]
    }
    // A sample without weight may hold anything, so it is left out rather than multiplied by zero.
    return (loss * weights[0]).zeroed(unless: weights[0] .!= 0)
  }
}
