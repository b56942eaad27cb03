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
