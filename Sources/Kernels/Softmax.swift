package import RecognizerKernelInterface

extension KernelVariant {
  /// `output_i = exp(input_i) / sum_j exp(input_j)`.
  ///
  /// - input, output: `[count]` vectors, which may be the same memory
  package static func softmax(
    count: Int, _ input: UnsafePointer<Vector>, into output: UnsafeMutablePointer<Vector>
  ) {
    let sum = exponentials(count: count, input, largest: largest(count, input), into: output)
    for i in 0..<count { output[i] /= sum }
  }

  /// `inputGradient_i = output_i (outputGradient_i - sum_j outputGradient_j output_j)`.
  ///
  /// - output, outputGradient, inputGradient: `[count]` vectors
  package static func softmaxGradient(
    count: Int, output: UnsafePointer<Vector>, outputGradient: UnsafePointer<Vector>,
    into inputGradient: UnsafeMutablePointer<Vector>
  ) {
    var mean = Vector.zero
    for i in 0..<count { mean = mean.adding(output[i], times: outputGradient[i]) }
    for i in 0..<count { inputGradient[i] = output[i] * (outputGradient[i] - mean) }
  }

  // MARK: - Parts of cross-entropy too

  /// The largest feature of each sample.
  @inline(always)
  static func largest(_ count: Int, _ input: UnsafePointer<Vector>) -> Vector {
    var largest = input[0]
    for i in 0..<count {
      largest = largest.replacing(with: input[i], where: input[i] .> largest)
    }
    return largest
  }

  /// `exp(x - largest)`, which cannot overflow; returns the sums over features.
  @inline(always)
  static func exponentials(
    count: Int, _ input: UnsafePointer<Vector>, largest: Vector,
    into output: UnsafeMutablePointer<Vector>
  ) -> Vector {
    var sum = Vector.zero
    for i in 0..<count {
      let power = exponential(input[i] - largest)
      output[i] = power
      sum += power
    }
    return sum
  }
}
