package import RecognizerKernelInterface

extension KernelVariant {
  package static func activate(
    _ activation: Activation, count: Int, _ input: UnsafePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>
  ) {
    // One loop a function: the choice is made outside.
    switch activation {
    case .relu: apply(ReLU(), count, input, output)
    case .leakyReLU(let slope): apply(LeakyReLU(slope: slope), count, input, output)
    case .tanh: apply(HyperbolicTangent(), count, input, output)
    case .sigmoid: apply(Sigmoid(), count, input, output)
    }
  }

  package static func activateGradient(
    _ activation: Activation, count: Int, output: UnsafePointer<Vector>,
    gradient: UnsafeMutablePointer<Vector>
  ) {
    switch activation {
    case .relu: applyGradient(ReLU(), count, output, gradient)
    case .leakyReLU(let slope): applyGradient(LeakyReLU(slope: slope), count, output, gradient)
    case .tanh: applyGradient(HyperbolicTangent(), count, output, gradient)
    case .sigmoid: applyGradient(Sigmoid(), count, output, gradient)
    }
  }

  @inline(always)
  private static func apply(
    _ function: some ElementwiseActivation, _ count: Int, _ input: UnsafePointer<Vector>,
    _ output: UnsafeMutablePointer<Vector>
  ) {
    for i in 0..<count { output[i] = function.value(input[i]) }
  }

  @inline(always)
  private static func applyGradient(
    _ function: some ElementwiseActivation, _ count: Int, _ output: UnsafePointer<Vector>,
    _ gradient: UnsafeMutablePointer<Vector>
  ) {
    for i in 0..<count { gradient[i] = function.gradient(gradient[i], value: output[i]) }
  }

  package static func affine(
    count: Int, factor: Float, offset: Float, _ input: UnsafePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>
  ) {
    let (factor, offset) = (Vector(repeating: factor), Vector(repeating: offset))
    for i in 0..<count { output[i] = offset.adding(input[i], times: factor) }
  }
}
