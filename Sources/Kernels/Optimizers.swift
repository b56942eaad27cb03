package import KernelInterface

extension KernelVariant {
  package static func sum(
    count: Int, arrays: Int, stride: Int, _ values: UnsafePointer<Float>,
    into sum: UnsafeMutablePointer<Float>
  ) {
    for i in 0..<count { sum[i] = values[i] }
    for array in 1..<max(arrays, 1) {
      let values = values + array * stride
      for i in 0..<count { sum[i] += values[i] }
    }
  }

  package static func stepSGD(_ step: SGDStep, _ memory: StepMemory, _ region: ParameterRegion) {
    // `direction = ownShare * g + velocityShare * velocity` serves both kinds of momentum.
    let ownShare: Float = step.nesterov ? 1 : 0
    let velocityShare: Float = step.nesterov ? step.momentum : 1
    for row in 0..<region.rows {
      let start = region.offset + row * region.rowStride
      let (gradient, parameters) = (memory.gradient + start, memory.parameters + start)
      let velocity = memory.first + start
      for i in 0..<region.columns {
        let g = gradient[i] + step.weightDecay * parameters[i]
        let v = step.momentum * velocity[i] + g
        velocity[i] = v
        parameters[i] -= step.learningRate * (ownShare * g + velocityShare * v)
      }
    }
  }

  package static func stepAdamW(
    _ step: AdamWStep, _ memory: StepMemory, _ region: ParameterRegion
  ) {
    let keep = 1 - step.learningRate * step.weightDecay
    for row in 0..<region.rows {
      let start = region.offset + row * region.rowStride
      let (gradient, parameters) = (memory.gradient + start, memory.parameters + start)
      let (mean, square) = (memory.first + start, memory.second + start)
      for i in 0..<region.columns {
        let g = gradient[i]
        let m = step.beta1 * mean[i] + (1 - step.beta1) * g
        let s = step.beta2 * square[i] + (1 - step.beta2) * g * g
        mean[i] = m
        square[i] = s
        let direction =
          m * step.meanCorrection / ((s * step.squareCorrection).squareRoot() + step.epsilon)
        parameters[i] = parameters[i] * keep - step.learningRate * direction
      }
    }
  }

  package static func moveAverage(
    rate: Float, _ memory: StepMemory, _ region: ParameterRegion
  ) {
    guard let average = memory.average else { return }
    for row in 0..<region.rows {
      let start = region.offset + row * region.rowStride
      let (values, average) = (memory.parameters + start, average + start)
      for i in 0..<region.columns { average[i] += rate * (values[i] - average[i]) }
    }
  }
}
