import RecognizerKernelInterface

/// A layer whose output is the state that it leaves as it is: `z = f(W z + U x + b)`.
///
/// Recurrent back-propagation (Almeida 1987, Pineda 1987): forward iterates to the fixed point.
/// Backward never unrolls that. With `J` the derivative of the right side for `z`, it finds the
/// fixed point of `g = J' g + dL/dz` by the same solver; the gradients are those of one application
/// of the layer with `g` in place of `dL/dz`. So neither memory nor backward depend on how many
/// iterations forward took.
struct EquilibriumLayer: Layer {
  let inputShape: Shape
  let outputShape: Shape
  private let function: Activation
  private let solver: FixedPointSolver
  /// `U x + b`.
  private let injection: any Layer
  /// `W z`.
  private let recurrence: any Layer
  /// `W' h`: the same kind of layer with the weights turned.
  private let adjoint: any Layer
  /// Weights between two channels of a convolution; nothing where the maps are dense.
  private let taps: Int?
  /// The number of shards of a gradient that are `U`'s and `b`'s.
  private let injectionShards: Int

  init(
    inputShape: Shape, outputShape: Shape, kernel: Int?, function: Nonlinearity,
    solver: FixedPointSolver
  ) {
    self.inputShape = inputShape
    self.outputShape = outputShape
    self.function = function.activation
    self.solver = solver
    taps = kernel.map { $0 * $0 }
    func map(_ input: Shape, hasBias: Bool) -> any Layer {
      // Not the wide kind of dense layer: an iteration stays within a block.
      guard let kernel else {
        return DenseLayer(inputShape: input, outputShape: outputShape, hasBias: hasBias)
      }
      return LayerDescription.convolution(
        outputs: outputShape.channels, kernel: kernel, padding: kernel / 2, bias: hasBias
      ).layer(input: input, sums: outputShape, output: outputShape, epilogue: .none)
    }
    injection = map(inputShape, hasBias: true)
    recurrence = map(outputShape, hasBias: false)
    adjoint = map(outputShape, hasBias: false)
    injectionShards = injection.gradientShards.count
  }

  /// The relative residual at which a fixed point counts as found.
  var tolerance: Float { solver.tolerance }

  // MARK: Memory

  private var count: Int { outputShape.count }
  private var recurrentCount: Int { outputShape.channels * outputShape.channels * (taps ?? 1) }
  /// The place of the recurrent weights among the parameters: after `U` and `b`.
  private var recurrentOffset: Int {
    let inputs = taps.map { inputShape.channels * $0 } ?? inputShape.count
    return ParameterTensor.aligned(outputShape.channels * inputs)
      + ParameterTensor.aligned(outputShape.channels)
  }

  /// The memory that the three maps and the spectral norm keep from step to step.
  private struct Derived {
    let injection: UnsafeMutablePointer<Float>
    let recurrence: UnsafeMutablePointer<Float>
    let flipped: UnsafeMutablePointer<Float>
    let adjoint: UnsafeMutablePointer<Float>
    /// Two states of a block and the maps' scratch, for the spectral norm.
    let vectors: UnsafeMutablePointer<Vector>
  }

  var derivedCount: Int {
    [
      injection.derivedCount, recurrence.derivedCount, recurrentCount, adjoint.derivedCount,
      16 * (2 * count + max(recurrence.scratchCount, adjoint.scratchCount)),
    ].reduce(0) { $0 + ParameterTensor.aligned($1) }
  }

  private func derived(_ start: UnsafeMutablePointer<Float>) -> Derived {
    let recurrence = start + ParameterTensor.aligned(injection.derivedCount)
    let flipped = recurrence + ParameterTensor.aligned(self.recurrence.derivedCount)
    let adjoint = flipped + ParameterTensor.aligned(recurrentCount)
    let vectors = UnsafeMutableRawPointer(
      adjoint + ParameterTensor.aligned(self.adjoint.derivedCount))
    return Derived(
      injection: start, recurrence: recurrence, flipped: flipped, adjoint: adjoint,
      vectors: vectors.assumingMemoryBound(to: Vector.self))
  }

  var scratchCount: Int {
    2 * count + solver.scratchCount
      + max(injection.scratchCount, recurrence.scratchCount, adjoint.scratchCount)
  }

  var savedCount: Int { SavedFixedPoint.count }
  var savesInInference: Bool { true }
  var backwardReadsOutput: Bool { true }
  /// Those of a single iteration.
  var multiplyAdds: Int { injection.multiplyAdds + recurrence.multiplyAdds }
  var gradientShards: [LayerGradientShard] {
    guard taps == nil else { return [] }
    let recurrent = recurrence.gradientShards.map {
      LayerGradientShard(region: $0.region.moved(by: recurrentOffset), role: $0.role)
    }
    let vector = ParameterRegion(powerVectorOffset..<powerVectorOffset + count)
    return injection.gradientShards + recurrent + [
      LayerGradientShard(region: vector, role: .statistic)
    ]
  }

  var learnsInBackward: Bool { true }

  // MARK: Passes

  /// Keeps the recurrent weights from stretching any vector, so that there is one fixed point and
  /// iterating leads to it, and derives what the maps need.
  func prepare(_ parameters: LayerParameters, training: Bool) {
    let derived = derived(parameters.derived)
    var inner = parameters
    inner.derived = derived.injection
    injection.prepare(inner, training: training)
    prepareRecurrence(parameters, derived, training: training)
    guard training else { return }
    let norm = SpectralNorm(vector: parameters.values + powerVectorOffset, count: count)
    let stretch = norm.estimate(scratch: derived.vectors) { input, output, isAdjoint in
      apply(
        isAdjoint ? adjoint : recurrence, parameters.kernels,
        weights: isAdjoint ? derived.flipped : parameters.values + recurrentOffset,
        derived: isAdjoint ? derived.adjoint : derived.recurrence, input, output,
        scratch: derived.vectors + 2 * count)
    }
    guard stretch > Self.mostStretch else { return }
    let weights = parameters.values + recurrentOffset
    for i in 0..<recurrentCount { weights[i] *= Self.mostStretch / stretch }
    prepareRecurrence(parameters, derived, training: training)
  }

  func forward(_ context: LayerContext) {
    let derived = derived(context.derived)
    let (injected, sums, scratch, rest) = divided(context.scratch)
    var inner = context
    (inner.derived, inner.output, inner.scratch) = (derived.injection, injected, rest)
    injection.forward(inner)
    // The state begins at zero, where the recurrent weights have nothing to add.
    context.kernels.activate(function, count: count, injected, into: context.output)
    let outcome = solver.solve(context.kernels, context.output, scratch: scratch) { z, result in
      apply(
        recurrence, context.kernels, weights: context.parameters + recurrentOffset,
        derived: derived.recurrence, z, sums, scratch: rest)
      context.kernels.add(count: count, sums, injected, into: result)
      context.kernels.activate(function, count: count, result, into: result)
    }
    SavedFixedPoint(context.saved).store(forward: outcome)
  }

  func backward(_ context: LayerContext) {
    let derived = derived(context.derived)
    let (gradient, sums, scratch, rest) = divided(context.scratch)
    gradient.update(from: context.outputGradient, count: count)
    let outcome = solver.solve(context.kernels, gradient, scratch: scratch) { g, result in
      sums.update(from: g, count: count)
      context.kernels.activateGradient(
        function, count: count, output: context.output, gradient: sums)
      apply(
        adjoint, context.kernels, weights: derived.flipped, derived: derived.adjoint, sums, result,
        scratch: rest)
      context.kernels.add(count: count, result, context.outputGradient, into: result)
    }
    SavedFixedPoint(context.saved).store(backward: outcome)
    // From here on the output gradient is that to the sums `W z + U x + b`.
    context.kernels.activateGradient(
      function, count: count, output: context.output, gradient: gradient)
    context.outputGradient.update(from: gradient, count: count)
    var inner = recurrent(context)
    (inner.derived, inner.scratch, inner.inputGradient) = (derived.recurrence, rest, nil)
    recurrence.backward(inner)
    inner = context
    (inner.derived, inner.scratch) = (derived.injection, rest)
    injection.backward(inner)
  }

  func parameterGradient(_ context: LayerContext) {
    guard context.shard >= injectionShards else { return injection.parameterGradient(context) }
    var inner = recurrent(context)
    inner.shard -= injectionShards
    recurrence.parameterGradient(inner)
  }

  // MARK: - Implementation

  /// The most that the recurrent weights may stretch a vector: the fraction of a distance that is left
  /// after an iteration, at the worst.
  private static let mostStretch: Float = 0.9

  private var powerVectorOffset: Int { recurrentOffset + ParameterTensor.aligned(recurrentCount) }

  private func prepareRecurrence(_ parameters: LayerParameters, _ derived: Derived, training: Bool)
  {
    var inner = parameters
    (inner.values, inner.derived) = (parameters.values + recurrentOffset, derived.recurrence)
    // Its own backward never goes on to the input: the adjoint map does that.
    inner.propagates = false
    recurrence.prepare(inner, training: training)
    guard training else { return }
    parameters.kernels.flipAndTranspose(
      outputs: outputShape.channels, inputs: outputShape.channels, taps: taps ?? 1,
      parameters.values + recurrentOffset, into: derived.flipped)
    (inner.values, inner.derived) = (derived.flipped, derived.adjoint)
    adjoint.prepare(inner, training: false)
  }

  /// A worker's scratch: two states, what the solver needs, and the rest for the maps.
  private func divided(
    _ scratch: UnsafeMutablePointer<Vector>
  ) -> (
    UnsafeMutablePointer<Vector>, UnsafeMutablePointer<Vector>,
    solver: UnsafeMutablePointer<Vector>,
    maps: UnsafeMutablePointer<Vector>
  ) {
    let solver = scratch + 2 * count
    return (scratch, scratch + count, solver, solver + self.solver.scratchCount)
  }

  /// A pass of this layer as one of the recurrent weights, from the state to itself.
  private func recurrent(_ context: LayerContext) -> LayerContext {
    var inner = context
    inner.parameters += recurrentOffset
    inner.parameterGradient += recurrentOffset
    inner.input = context.output
    return inner
  }

  /// One map of one block.
  private func apply(
    _ map: any Layer, _ kernels: any KernelSet.Type, weights: UnsafeMutablePointer<Float>,
    derived: UnsafeMutablePointer<Float>, _ input: UnsafeMutablePointer<Vector>,
    _ output: UnsafeMutablePointer<Vector>, scratch: UnsafeMutablePointer<Vector>
  ) {
    map.forward(
      LayerContext(
        kernels: kernels, parameters: weights, parameterGradient: weights, derived: derived,
        input: input, output: output, inputGradient: nil, outputGradient: output,
        saved: scratch, scratch: scratch, weights: scratch, blocks: 1, blockStride: 0, shard: 0,
        samples: 16, training: false, key: 0))
  }
}

extension Nonlinearity {
  /// The function as the kernels know it.
  var activation: Activation {
    switch self {
    case .tanh: .tanh
    case .relu: .relu
    }
  }
}
