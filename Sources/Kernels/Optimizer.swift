internal import RecognizerCPUFeatures
package import RecognizerKernelInterface

// Parameters, gradient and the optimiser's arrays are `[rows][columns]` floats, rows `rowStride` apart.

extension KernelVariant {
  package static func stepSGD(_ step: SGDStep, _ memory: StepMemory, _ region: ParameterRegion) {
    for row in 0..<region.rows {
      let start = region.offset + row * region.rowStride
      stepSGD(
        step, count: region.columns, memory.gradient + start, memory.parameters + start,
        memory.first + start)
    }
  }

  package static func stepAdamW(
    _ step: AdamWStep, _ memory: StepMemory, _ region: ParameterRegion
  ) {
    for row in 0..<region.rows {
      let start = region.offset + row * region.rowStride
      stepAdamW(
        step, count: region.columns, memory.gradient + start, memory.parameters + start,
        memory.first + start, memory.second + start)
    }
  }

  package static func moveAverage(
    rate: Float, _ memory: StepMemory, _ region: ParameterRegion
  ) {
    guard let average = memory.average else { return }
    for row in 0..<region.rows {
      let start = region.offset + row * region.rowStride
      moveAverage(rate: rate, count: region.columns, memory.parameters + start, average + start)
    }
  }

  // MARK: - One run

  // Functions of their own: where the compiler sees no more than a few pointers it checks once
  // that they do not overlap, and makes vectors of the loop.

  @inline(never)
  private static func stepSGD(
    _ step: SGDStep, count: Int, _ gradient: UnsafePointer<Float>,
    _ parameters: UnsafeMutablePointer<Float>, _ velocity: UnsafeMutablePointer<Float>
  ) {
    // `direction = ownFactor * g + velocityFactor * velocity` serves both kinds of momentum.
    let ownFactor: Float = step.nesterov ? 1 : 0
    let velocityFactor: Float = step.nesterov ? step.momentum : 1
    let (decay, momentum, rate) = (step.weightDecay, step.momentum, step.learningRate)
    for i in 0..<count {
      let g = gradient[i] + decay * parameters[i]
      let v = momentum * velocity[i] + g
      velocity[i] = v
      parameters[i] -= rate * (ownFactor * g + velocityFactor * v)
    }
  }

  @inline(never)
  private static func stepAdamW(
    _ step: AdamWStep, count: Int, _ gradient: UnsafePointer<Float>,
    _ parameters: UnsafeMutablePointer<Float>, _ mean: UnsafeMutablePointer<Float>,
    _ square: UnsafeMutablePointer<Float>
  ) {
    let (beta1, beta2, epsilon) = (step.beta1, step.beta2, step.epsilon)
    let (rate, keep) = (step.learningRate, 1 - step.learningRate * step.weightDecay)
    let (meanCorrection, squareCorrection) = (step.meanCorrection, step.squareCorrection)
    for i in 0..<count {
      let g = gradient[i]
      let m = beta1 * mean[i] + (1 - beta1) * g
      let s = beta2 * square[i] + (1 - beta2) * g * g
      mean[i] = m
      square[i] = s
      let direction = m * meanCorrection / (square_root(s * squareCorrection) + epsilon)
      parameters[i] = parameters[i] * keep - rate * direction
    }
  }

  @inline(never)
  private static func moveAverage(
    rate: Float, count: Int, _ values: UnsafePointer<Float>,
    _ average: UnsafeMutablePointer<Float>
  ) {
    for i in 0..<count { average[i] += rate * (values[i] - average[i]) }
  }
}

// MARK: - The sum of gradients

extension KernelVariant {
  /// `sum[i] = values[0][i] + values[1][i] + ...`, added in this order whatever the threads.
  ///
  /// - values: `[arrays][count]` floats, arrays `stride` apart
  /// - sum: `[count]` floats
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
}
