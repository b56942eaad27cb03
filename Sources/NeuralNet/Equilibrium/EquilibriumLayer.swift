import KernelInterface

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
  }

  /// The relative residual at which a fixed point counts as found.
  var tolerance: Float { solver.tolerance }

  // MARK: Memory

  private var count: Int { outputShape.count }
  private var recurrentCount: Int { outputShape.channels * outputShape.channels * (taps ?? 1) }
  /// Where the recurrent weights lie among the parameters: behind `U` and `b`.
  private var recurrentOffset: Int {
    let inputs = taps.map { inputShape.channels * $0 } ?? inputShape.count
    return ParameterTensor.aligned(outputShape.channels * inputs)
      + ParameterTensor.aligned(outputShape.channels)
  }

  /// What the three maps and the spectral norm keep from step to step.
  private struct State {
    let injection: UnsafeMutablePointer<Float>
    let recurrence: UnsafeMutablePointer<Float>
    let turned: UnsafeMutablePointer<Float>
    let adjoint: UnsafeMutablePointer<Float>
    /// Two states of a block and the maps' scratch, for the spectral norm.
    let vectors: UnsafeMutablePointer<Vector>
  }

  var stateCount: Int {
    [
      injection.stateCount, recurrence.stateCount, recurrentCount, adjoint.stateCount,
      16 * (2 * count + max(recurrence.scratchCount, adjoint.scratchCount)),
    ].reduce(0) { $0 + ParameterTensor.aligned($1) }
  }

  private func state(_ start: UnsafeMutablePointer<Float>) -> State {
    let recurrence = start + ParameterTensor.aligned(injection.stateCount)
    let turned = recurrence + ParameterTensor.aligned(self.recurrence.stateCount)
    let adjoint = turned + ParameterTensor.aligned(recurrentCount)
    let vectors = UnsafeMutableRawPointer(
      adjoint + ParameterTensor.aligned(self.adjoint.stateCount))
    return State(
      injection: start, recurrence: recurrence, turned: turned, adjoint: adjoint,
      vectors: vectors.assumingMemoryBound(to: Vector.self))
  }

  var scratchCount: Int {
    2 * count + solver.scratchCount
      + max(injection.scratchCount, recurrence.scratchCount, adjoint.scratchCount)
  }

  var recordCount: Int { FixedPointRecord.count }
  var backwardReadsOutput: Bool { true }
  /// Those of a single iteration.
  var multiplyAdds: Int { injection.multiplyAdds + recurrence.multiplyAdds }
  var gradientParts: [GradientPart] {
    guard taps == nil else { return [] }
    let recurrent = recurrence.gradientParts.map {
      GradientPart(region: $0.region.moved(by: recurrentOffset), role: $0.role)
    }
    let vector = ParameterRegion(powerVectorOffset..<powerVectorOffset + count)
    return injection.gradientParts + recurrent + [GradientPart(region: vector, role: .statistic)]
  }

  var learnsInBackward: Bool { true }

  // MARK: Passes

  /// Keeps the recurrent weights from stretching any vector, so that there is one fixed point and
  /// iterating leads to it, and derives what the maps need.
  func prepare(_ parameters: LayerParameters, training: Bool) {
    let state = state(parameters.state)
    var inner = parameters
    inner.state = state.injection
    injection.prepare(inner, training: training)
    prepareRecurrence(parameters, state, training: training)
    guard training else { return }
    let norm = SpectralNorm(vector: parameters.values + powerVectorOffset, count: count)
    let stretch = norm.estimate(scratch: state.vectors) { input, output, isAdjoint in
      apply(
        isAdjoint ? adjoint : recurrence, parameters.kernels,
        weights: isAdjoint ? state.turned : parameters.values + recurrentOffset,
        state: isAdjoint ? state.adjoint : state.recurrence, input, output,
        scratch: state.vectors + 2 * count)
    }
    guard stretch > Self.mostStretch else { return }
    let weights = parameters.values + recurrentOffset
    for i in 0..<recurrentCount { weights[i] *= Self.mostStretch / stretch }
    prepareRecurrence(parameters, state, training: training)
  }

  func forward(_ pass: LayerPass) {
    let state = state(pass.state)
    let (injected, sums, scratch, rest) = divided(pass.scratch)
    var inner = pass
    (inner.state, inner.output, inner.scratch) = (state.injection, injected, rest)
    injection.forward(inner)
    // The state begins at zero, where the recurrent weights have nothing to add.
    pass.kernels.activate(function, count: count, injected, into: pass.output)
    let outcome = solver.solve(pass.kernels, pass.output, scratch: scratch) { z, result in
      apply(
        recurrence, pass.kernels, weights: pass.parameters + recurrentOffset,
        state: state.recurrence, z, sums, scratch: rest)
      pass.kernels.add(count: count, sums, injected, into: result)
      pass.kernels.activate(function, count: count, result, into: result)
    }
    FixedPointRecord(pass.record).store(forward: outcome)
  }

  func backward(_ pass: LayerPass) {
    let state = state(pass.state)
    let (gradient, sums, scratch, rest) = divided(pass.scratch)
    gradient.update(from: pass.outputGradient, count: count)
    let outcome = solver.solve(pass.kernels, gradient, scratch: scratch) { g, result in
      sums.update(from: g, count: count)
      pass.kernels.activateGradient(function, count: count, output: pass.output, gradient: sums)
      apply(
        adjoint, pass.kernels, weights: state.turned, state: state.adjoint, sums, result,
        scratch: rest)
      pass.kernels.add(count: count, result, pass.outputGradient, into: result)
    }
    FixedPointRecord(pass.record).store(backward: outcome)
    // From here on the output gradient is that to the sums `W z + U x + b`.
    pass.kernels.activateGradient(function, count: count, output: pass.output, gradient: gradient)
    pass.outputGradient.update(from: gradient, count: count)
    var inner = recurrent(pass)
    (inner.state, inner.scratch, inner.inputGradient) = (state.recurrence, rest, nil)
    recurrence.backward(inner)
    inner = pass
    (inner.state, inner.scratch) = (state.injection, rest)
    injection.backward(inner)
  }

  func parameterGradient(_ pass: LayerPass) {
    let own = injection.gradientParts.count
    guard pass.part >= own else { return injection.parameterGradient(pass) }
    var inner = recurrent(pass)
    inner.part -= own
    recurrence.parameterGradient(inner)
  }

  // MARK: - Implementation

  /// How much the recurrent weights may stretch a vector: the share of a distance that is left
  /// after an iteration, at the worst.
  private static let mostStretch: Float = 0.9

  private var powerVectorOffset: Int { recurrentOffset + ParameterTensor.aligned(recurrentCount) }

  private func prepareRecurrence(_ parameters: LayerParameters, _ state: State, training: Bool) {
    var inner = parameters
    (inner.values, inner.state) = (parameters.values + recurrentOffset, state.recurrence)
    // Its own backward never goes on to the input: the adjoint map does that.
    inner.propagates = false
    recurrence.prepare(inner, training: training)
    guard training else { return }
    parameters.kernels.turn(
      outputs: outputShape.channels, inputs: outputShape.channels, taps: taps ?? 1,
      parameters.values + recurrentOffset, into: state.turned)
    (inner.values, inner.state) = (state.turned, state.adjoint)
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
  private func recurrent(_ pass: LayerPass) -> LayerPass {
    var inner = pass
    inner.parameters += recurrentOffset
    inner.parameterGradient += recurrentOffset
    inner.input = pass.output
    return inner
  }

  /// One map of one block.
  private func apply(
    _ map: any Layer, _ kernels: any KernelSet.Type, weights: UnsafeMutablePointer<Float>,
    state: UnsafeMutablePointer<Float>, _ input: UnsafeMutablePointer<Vector>,
    _ output: UnsafeMutablePointer<Vector>, scratch: UnsafeMutablePointer<Vector>
  ) {
    map.forward(
      LayerPass(
        kernels: kernels, parameters: weights, parameterGradient: weights, state: state,
        input: input, output: output, inputGradient: nil, outputGradient: output,
        record: scratch, scratch: scratch, weights: scratch, blocks: 1, blockStride: 0, part: 0,
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
