/// The numbers of one step of stochastic gradient descent with momentum.
///
/// `velocity = momentum * velocity + g`, with `g` the gradient plus `weightDecay` times the
/// parameter; the parameter moves by `-learningRate * velocity`, or with Nesterov's momentum
/// by `-learningRate * (g + momentum * velocity)` (Sutskever et al. 2013, as PyTorch has it).
package struct SGDStep: Sendable {
  /// How far a step goes.
  package var learningRate: Float
  /// The share of the velocity that stays.
  package var momentum: Float
  /// Whether the gradient is taken ahead of the velocity.
  package var nesterov: Bool
  /// The pull of each parameter towards zero.
  package var weightDecay: Float

  /// The numbers of one step.
  package init(learningRate: Float, momentum: Float, nesterov: Bool, weightDecay: Float) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.nesterov = nesterov
    self.weightDecay = weightDecay
  }
}

/// The numbers of one step of AdamW (Loshchilov and Hutter 2019).
package struct AdamWStep: Sendable {
  /// How far a step goes.
  package var learningRate: Float
  /// The share of the mean gradient that stays.
  package var beta1: Float
  /// The share of the mean squared gradient that stays.
  package var beta2: Float
  /// Added to the root of the mean square.
  package var epsilon: Float
  /// The pull of each parameter towards zero, apart from the gradient.
  package var weightDecay: Float
  /// `1 / (1 - beta1 ** t)` in step `t`.
  package var meanCorrection: Float
  /// `1 / (1 - beta2 ** t)` in step `t`.
  package var squareCorrection: Float

  /// The numbers of one step.
  package init(
    learningRate: Float, beta1: Float, beta2: Float, epsilon: Float, weightDecay: Float,
    meanCorrection: Float, squareCorrection: Float
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.meanCorrection = meanCorrection
    self.squareCorrection = squareCorrection
  }
}
