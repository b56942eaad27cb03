package import KernelInterface

extension KernelVariant {
  package static func activate(
    _ activation: Activation, count: Int, _ input: UnsafePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>
  ) {
    // One loop a function: the choice is made outside.
    switch activation {
    case .relu:
      for i in 0..<count { output[i] = input[i].zeroed(unless: input[i] .> 0) }
    case .leakyReLU(let slope):
      for i in 0..<count {
        output[i] = (input[i] * slope).replacing(with: input[i], where: input[i] .> 0)
      }
    case .tanh:
      for i in 0..<count { output[i] = hyperbolicTangent(input[i]) }
    case .sigmoid:
      for i in 0..<count { output[i] = logistic(input[i]) }
    }
  }

  package static func activateGradient(
    _ activation: Activation, count: Int, output: UnsafePointer<Vector>,
    gradient: UnsafeMutablePointer<Vector>
  ) {
    switch activation {
    case .relu:
      for i in 0..<count { gradient[i] = gradient[i].zeroed(unless: output[i] .> 0) }
    case .leakyReLU(let slope):
      for i in 0..<count {
        gradient[i] = (gradient[i] * slope).replacing(with: gradient[i], where: output[i] .> 0)
      }
    case .tanh:
      for i in 0..<count { gradient[i] *= 1 - output[i] * output[i] }
    case .sigmoid:
      for i in 0..<count { gradient[i] *= output[i] * (1 - output[i]) }
    }
  }

  package static func affine(
    count: Int, factor: Float, offset: Float, _ input: UnsafePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>
  ) {
    let (factor, offset) = (Vector(repeating: factor), Vector(repeating: offset))
    for i in 0..<count { output[i] = offset.adding(input[i], times: factor) }
  }
}
