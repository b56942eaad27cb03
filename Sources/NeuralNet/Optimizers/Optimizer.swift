/// How a gradient moves the parameters.
public enum Optimizer: Codable, Hashable, Sendable {
  /// Stochastic gradient descent with momentum, as PyTorch's `SGD`.
  case sgd(momentum: Float = 0.9, nesterov: Bool = false, weightDecay: Float = 0)
  /// Adam with decoupled weight decay (Loshchilov and Hutter 2019).
  case adamW(
    beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8, weightDecay: Float = 0.01)

  /// Arrays of the parameters' size that the optimiser keeps from step to step.
  var stateArrays: Int {
    switch self {
    case .sgd: 1
    case .adamW: 2
    }
  }
}
