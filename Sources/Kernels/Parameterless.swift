package import RecognizerKernelInterface

extension KernelVariant {
  /// `output[i] = f(input[i])`.
  ///
  /// - input, output: `[count]` vectors, which may be the same memory
  package static func activate(
    _ activation: Activation, count: Int, _ input: UnsafePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>
  ) {
    // One loop for each function: the choice is made outside.
    switch activation {
    case .relu: for i in 0..<count { output[i] = relu(input[i]) }
    case .leakyReLU(let slope):
      for i in 0..<count { output[i] = leakyReLU(input[i], slope: slope) }
    case .tanh: for i in 0..<count { output[i] = hyperbolicTangent(input[i]) }
    case .sigmoid: for i in 0..<count { output[i] = sigmoid(input[i]) }
    }
  }

  /// `gradient[i] *= f'(x)` with `f(x) = output[i]`.
  ///
  /// - output, gradient: `[count]` vectors
  package static func activateGradient(
    _ activation: Activation, count: Int, output: UnsafePointer<Vector>,
    gradient: UnsafeMutablePointer<Vector>
  ) {
    switch activation {
    case .relu: for i in 0..<count { gradient[i] = reluGradient(gradient[i], value: output[i]) }
    case .leakyReLU(let slope):
      for i in 0..<count {
        gradient[i] = leakyReLUGradient(gradient[i], value: output[i], slope: slope)
      }
    case .tanh:
      for i in 0..<count {
        gradient[i] = hyperbolicTangentGradient(gradient[i], value: output[i])
      }
    case .sigmoid:
      for i in 0..<count { gradient[i] = sigmoidGradient(gradient[i], value: output[i]) }
    }
  }
}

// MARK: - Functions

// Each function beside its derivative, which is computed from the value `y = f(x)`, so that forward
// may overwrite its input.

/// `max(x, 0)`.
@inline(always)
private func relu(_ x: Vector) -> Vector { x.zeroed(unless: x .> 0) }

/// The derivative at 0 is 0.
@inline(always)
private func reluGradient(_ gradient: Vector, value y: Vector) -> Vector {
  gradient.zeroed(unless: y .> 0)
}

/// `x` where it is positive, `slope * x` elsewhere; `slope` must not be negative, or the value would
/// not tell the derivative.
@inline(always)
private func leakyReLU(_ x: Vector, slope: Float) -> Vector {
  (x * slope).replacing(with: x, where: x .> 0)
}

@inline(always)
private func leakyReLUGradient(_ gradient: Vector, value y: Vector, slope: Float) -> Vector {
  (gradient * slope).replacing(with: gradient, where: y .> 0)
}

/// `x - x ** 3 / 3 + ...` near zero, where the other form would cancel.
@inline(always)
private func hyperbolicTangent(_ x: Vector) -> Vector {
  let square = x * x
  // The series' next term is below 1e-8 of the value for |x| < 0.2.
  let series =
    x
    * (1 + square
      * (Float(-1.0 / 3) + square
        * (Float(2.0 / 15) + square * (Float(-17.0 / 315) + square * Float(62.0 / 2835)))))
  let far = 1 - 2 / (exponential(x + x) + 1)
  return far.replacing(with: series, where: square .< 0.04)
}

/// `1 - y ** 2`.
@inline(always)
private func hyperbolicTangentGradient(_ gradient: Vector, value y: Vector) -> Vector {
  gradient * (1 - y * y)
}

/// `1 / (1 + exp(-x))`.
@inline(always)
private func sigmoid(_ x: Vector) -> Vector { 1 / (1 + exponential(-x)) }

/// `y (1 - y)`.
@inline(always)
private func sigmoidGradient(_ gradient: Vector, value y: Vector) -> Vector {
  gradient * (y * (1 - y))
}

// MARK: - Softmax

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

// MARK: - Dropout

extension KernelVariant {
  /// `output[i] = input[i] / (1 - probability)`, or zero with that probability; backward is the same
  /// map of the gradient.
  ///
  /// - input, output: `[count]` vectors
  ///
  /// The mask is a hash of the key and the element's number, so backward computes it again
  /// instead of keeping it.
  package static func drop(
    count: Int, probability: Float, key: UInt64, _ input: UnsafePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>
  ) {
    let scale = Vector(repeating: 1 / (1 - probability))
    // Of 2 ** 24 equally likely numbers, these many mean "dropped".
    let dropped = SIMD16<UInt32>(repeating: UInt32(probability * 16_777_216))
    let low = UInt32(truncatingIfNeeded: key)
    let high = UInt32(truncatingIfNeeded: key >> 32)
    var counter = SIMD16<UInt32>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
    for i in 0..<count {
      let keeps = (mixed(mixed(counter ^ low) ^ high) &>> 8) .>= dropped
      output[i] = (input[i] * scale).zeroed(unless: keeps)
      counter &+= 16
    }
  }

  /// The final mix of MurmurHash3 (Appleby 2011): every input bit changes half the output bits.
  @inline(always)
  private static func mixed(_ value: SIMD16<UInt32>) -> SIMD16<UInt32> {
    var hash = value
    hash ^= hash &>> 16
    hash &*= 0x85EB_CA6B
    hash ^= hash &>> 13
    hash &*= 0xC2B2_AE35
    hash ^= hash &>> 16
    return hash
  }
}
