package import KernelInterface

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension KernelVariant {
  /// `-sum_c t_c log p_c` with `p` the softmax of the output and
  /// `t_c = (1 - s) [c = target] + s / classes`; its gradient is `p - t`.
  ///
  /// `weights` multiplies each sample's loss and gradient: one over the batch, zero for padding.
  package static func crossEntropy(
    _ geometry: LossGeometry, _ output: UnsafePointer<Vector>, targets: UnsafePointer<Int32>,
    weights: UnsafePointer<Vector>, gradient: UnsafeMutablePointer<Vector>
  ) -> Vector {
    let classes = geometry.classes
    let largest = largest(classes, output)
    let sum = exponentials(count: classes, output, largest: largest, into: gradient)
    var logarithm = Vector.zero
    for sample in 0..<16 { logarithm[sample] = log(sum[sample]) }
    let target = UnsafeRawPointer(targets).loadUnaligned(as: SIMD16<Int32>.self)
    let spread = geometry.labelSmoothing / Float(classes)
    let peak = 1 - geometry.labelSmoothing
    var loss = Vector.zero
    for c in 0..<classes {
      let wanted = Vector(repeating: spread).replacing(
        with: Vector(repeating: peak + spread), where: target .== Int32(c))
      loss += wanted * (logarithm + largest - output[c])
      gradient[c] = (gradient[c] / sum - wanted) * weights[0]
    }
    // A sample without weight may hold anything, so it is left out rather than multiplied by zero.
    return (loss * weights[0]).zeroed(unless: weights[0] .!= 0)
  }

  /// `mean_c (y_c - t_c) ** 2` against the one-hot target `t`.
  ///
  /// `weights` multiplies each sample's loss and gradient: one over the batch, zero for padding.
  package static func meanSquaredError(
    _ geometry: LossGeometry, _ output: UnsafePointer<Vector>, targets: UnsafePointer<Int32>,
    weights: UnsafePointer<Vector>, gradient: UnsafeMutablePointer<Vector>
  ) -> Vector {
    let classes = geometry.classes
    let target = UnsafeRawPointer(targets).loadUnaligned(as: SIMD16<Int32>.self)
    let share = 1 / Float(classes)
    let spread = geometry.labelSmoothing / Float(classes)
    let peak = 1 - geometry.labelSmoothing
    var loss = Vector.zero
    for c in 0..<classes {
      let wanted = Vector(repeating: spread).replacing(
        with: Vector(repeating: peak + spread), where: target .== Int32(c))
      let difference = output[c] - wanted
      loss = loss.adding(difference * share, times: difference)
      gradient[c] = difference * (2 * share) * weights[0]
    }
    return (loss * weights[0]).zeroed(unless: weights[0] .!= 0)
  }
}
