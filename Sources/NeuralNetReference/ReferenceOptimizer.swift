import Foundation

/// An optimiser written for plainness, in double precision.
package protocol ReferenceOptimizer {
  /// Begins the next step: called once before its updates.
  mutating func beginStep()
  /// Moves one tensor by its gradient; `name` finds what is remembered of it, and `decays` says
  /// whether weight decay applies to it.
  mutating func update(
    _ parameters: inout [Double], gradient: [Double], name: String, decays: Bool)
}

/// Stochastic gradient descent: PyTorch's `SGD`, its dampening 0.
package struct ReferenceSGD: ReferenceOptimizer {
  private let learningRate: Double
  private let momentum: Double
  private let weightDecay: Double
  private let isNesterov: Bool
  private var velocities: [String: [Double]] = [:]

  /// A gradient descent; `weightDecay` is added to the gradient.
  package init(
    learningRate: Double, momentum: Double = 0, weightDecay: Double = 0, isNesterov: Bool = false
  ) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.weightDecay = weightDecay
    self.isNesterov = isNesterov
  }

  /// Nothing depends on the step's number.
  package mutating func beginStep() {}

  /// `v = momentum * v + g`, then a step along `v`, or along `g + momentum * v` (Nesterov).
  package mutating func update(
    _ parameters: inout [Double], gradient: [Double], name: String, decays: Bool
  ) {
    let weightDecay = decays ? weightDecay : 0
    var velocity = velocities[name] ?? [Double](repeating: 0, count: gradient.count)
    for index in parameters.indices {
      let slope = gradient[index] + weightDecay * parameters[index]
      velocity[index] = momentum * velocity[index] + slope
      let direction = isNesterov ? slope + momentum * velocity[index] : velocity[index]
      parameters[index] -= learningRate * direction
    }
    velocities[name] = velocity
  }
}

/// Adam with decoupled weight decay (Loshchilov and Hutter 2019): PyTorch's `AdamW`.
package struct ReferenceAdamW: ReferenceOptimizer {
  private let learningRate: Double
  private let beta1: Double
  private let beta2: Double
  private let epsilon: Double
  private let weightDecay: Double
  private var step = 0
  private var moments: [String: (first: [Double], second: [Double])] = [:]

  /// An Adam; the weights shrink by `learningRate * weightDecay` of themselves each step.
  package init(
    learningRate: Double, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
    weightDecay: Double = 0.01
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }

  /// Counts the step, for the correction of the moments' bias towards zero.
  package mutating func beginStep() { step += 1 }

  /// Shrinks the weights, then steps along the first moment over the root of the second.
  package mutating func update(
    _ parameters: inout [Double], gradient: [Double], name: String, decays: Bool
  ) {
    let weightDecay = decays ? weightDecay : 0
    let zeros = [Double](repeating: 0, count: gradient.count)
    var (first, second) = moments[name] ?? (zeros, zeros)
    let correction1 = 1 - pow(beta1, Double(step))
    let correction2 = 1 - pow(beta2, Double(step))
    for index in parameters.indices {
      parameters[index] -= learningRate * weightDecay * parameters[index]
      first[index] = beta1 * first[index] + (1 - beta1) * gradient[index]
      second[index] = beta2 * second[index] + (1 - beta2) * gradient[index] * gradient[index]
      let deviation = (second[index] / correction2).squareRoot() + epsilon
      parameters[index] -= learningRate * first[index] / correction1 / deviation
    }
    moments[name] = (first, second)
  }
}
