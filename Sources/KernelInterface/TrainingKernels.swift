/// Losses and their gradients.
package protocol LossKernels {
  /// Cross-entropy of softmax of the output; returns each sample's weighted loss.
  ///
  /// - Parameters:
  ///   - labelSmoothing: the fraction of the target that is spread over all classes.
  ///   - output: `[classes]` vectors, as are `targets` and `gradient`.
  ///   - weights: one vector, a factor for each sample's loss and gradient.
  static func crossEntropy(
    classes: Int, labelSmoothing: Float, _ output: UnsafePointer<Vector>,
    targets: UnsafePointer<Vector>, weights: UnsafePointer<Vector>,
    gradient: UnsafeMutablePointer<Vector>
  ) -> Vector

  /// Mean squared error; returns each sample's weighted loss.
  static func meanSquaredError(
    count: Int, _ output: UnsafePointer<Vector>, targets: UnsafePointer<Vector>,
    weights: UnsafePointer<Vector>, gradient: UnsafeMutablePointer<Vector>
  ) -> Vector

  /// Huber loss, quadratic up to a difference of `delta`; returns each sample's weighted loss.
  static func huberLoss(
    count: Int, delta: Float, _ output: UnsafePointer<Vector>, targets: UnsafePointer<Vector>,
    weights: UnsafePointer<Vector>, gradient: UnsafeMutablePointer<Vector>
  ) -> Vector
}

/// The end of a step: gradients of blocks are added, parameters move.
package protocol OptimizerKernels {
  /// The sum of `arrays` arrays of `count` floats, `stride` apart, in their order.
  static func sum(
    count: Int, arrays: Int, stride: Int, _ values: UnsafePointer<Float>,
    into sum: UnsafeMutablePointer<Float>)

  /// One step of stochastic gradient descent for one region of the parameters.
  static func stepSGD(_ step: SGDStep, _ memory: StepMemory, _ region: ParameterRegion)

  /// One step of AdamW for one region of the parameters.
  static func stepAdamW(_ step: AdamWStep, _ memory: StepMemory, _ region: ParameterRegion)

  /// `average += rate * (parameter - average)` for one region of the parameters.
  static func moveAverage(rate: Float, _ memory: StepMemory, _ region: ParameterRegion)
}

// MARK: - Numbers of a step

/// The numbers of one step of stochastic gradient descent with momentum.
///
/// `velocity = momentum * velocity + g`, with `g` the gradient plus `weightDecay` times the
/// parameter; the parameter moves by `-learningRate * velocity`, or with Nesterov's momentum
/// by `-learningRate * (g + momentum * velocity)` (Sutskever et al. 2013, as PyTorch has it).
package struct SGDStep: Sendable {
  /// The length of a step.
  package var learningRate: Float
  /// The fraction of the velocity that stays.
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
  /// The length of a step.
  package var learningRate: Float
  /// The fraction of the mean gradient that stays.
  package var beta1: Float
  /// The fraction of the mean squared gradient that stays.
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

// MARK: - Memory

/// A part of the flat buffer of parameters: a few rows of a matrix, or a part of them.
package struct ParameterRegion: Hashable, Sendable {
  /// Floats before the first one.
  package var offset: Int
  /// Runs of neighbouring floats.
  package var rows: Int
  /// Floats of a run.
  package var columns: Int
  /// Floats from the start of one run to the next.
  package var rowStride: Int

  /// A part of the flat buffer.
  package init(offset: Int, rows: Int, columns: Int, rowStride: Int) {
    self.offset = offset
    self.rows = rows
    self.columns = columns
    self.rowStride = rowStride
  }

  /// Floats from the first one to after the last one, those between the runs included.
  package var extent: Int { (rows - 1) * rowStride + columns }

  /// A single run.
  package init(_ range: Range<Int>) {
    self.init(offset: range.lowerBound, rows: 1, columns: range.count, rowStride: range.count)
  }

  /// The same part of a larger buffer that holds this one at `offset`.
  package func moved(by offset: Int) -> ParameterRegion {
    ParameterRegion(
      offset: self.offset + offset, rows: rows, columns: columns, rowStride: rowStride)
  }
}

/// The flat buffers that an optimiser works on, laid out alike.
///
/// ``gradient`` may lie anywhere as long as the region that is worked on lies at its offset from it.
package struct StepMemory: @unchecked Sendable {
  /// The batch's gradient.
  package var gradient: UnsafePointer<Float>
  /// The parameters, which move.
  package var parameters: UnsafeMutablePointer<Float>
  /// The optimiser's first array: velocity, or mean gradient.
  package var first: UnsafeMutablePointer<Float>
  /// Its second array: mean squared gradient.
  package var second: UnsafeMutablePointer<Float>
  /// The moving average of the parameters, if one is kept.
  package var average: UnsafeMutablePointer<Float>?

  /// Buffers that are laid out alike.
  package init(
    gradient: UnsafePointer<Float>, parameters: UnsafeMutablePointer<Float>,
    first: UnsafeMutablePointer<Float>, second: UnsafeMutablePointer<Float>,
    average: UnsafeMutablePointer<Float>?
  ) {
    self.gradient = gradient
    self.parameters = parameters
    self.first = first
    self.second = second
    self.average = average
  }
}
