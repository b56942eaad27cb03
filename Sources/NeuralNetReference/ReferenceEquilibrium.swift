import NeuralNet

/// The fixed point `z = f(W z + U x + b)`, iterated plainly until nothing moves any more.
///
/// `parameters` is `[U, b, W]`.
package struct ReferenceEquilibrium: ReferenceLayer {
  private var injection: any ReferenceLayer
  private var recurrence: any ReferenceLayer
  private let function: ReferenceActivation

  /// A layer of two linear maps and a function; `recurrence` has no bias.
  package init(
    injection: some ReferenceLayer, recurrence: some ReferenceLayer, function: ReferenceActivation
  ) {
    self.injection = injection
    self.recurrence = recurrence
    self.function = function
  }

  /// `[U, b, W]`.
  package var parameters: [[Double]] {
    get { injection.parameters + recurrence.parameters }
    set {
      injection.parameters = Array(newValue.prefix(2))
      recurrence.parameters = Array(newValue.suffix(1))
    }
  }

  /// The state that the map leaves as it is.
  package func forward(_ x: Batch) -> Batch {
    let injected = injection.forward(x)
    return settled(from: function.forward(injected)) { z in function.forward(sums(z, injected)) }
  }

  /// The state after so many applications of the map to zero: for comparison by unrolling.
  package func states(_ x: Batch, count: Int) -> [Batch] {
    let injected = injection.forward(x)
    var states = [Batch(zeros: x.count, shape: injected.shape)]
    for _ in 0..<count { states.append(function.forward(sums(states[states.count - 1], injected))) }
    return states
  }

  /// Recurrent back-propagation: the adjoint's fixed point takes the output gradient's place.
  package func backward(
    _ x: Batch, outputGradient: Batch
  ) -> (input: Batch, parameters: [[Double]]) {
    let injected = injection.forward(x)
    let z = forward(x)
    let sums = sums(z, injected)
    let adjoint = settled(from: outputGradient) { g in
      let atSums = function.inputGradient(sums, outputGradient: g)
      return added(recurrence.backward(z, outputGradient: atSums).input, outputGradient)
    }
    let atSums = function.inputGradient(sums, outputGradient: adjoint)
    let through = injection.backward(x, outputGradient: atSums)
    let around = recurrence.backward(z, outputGradient: atSums)
    return (through.input, through.parameters + around.parameters)
  }

  /// Back-propagation through `count` applications of the map, one after the other.
  package func unrolledBackward(
    _ x: Batch, outputGradient: Batch, count: Int
  ) -> (input: Batch, parameters: [[Double]]) {
    let injected = injection.forward(x)
    let states = states(x, count: count)
    var gradient = outputGradient
    var input = Batch(zeros: x.count, shape: x.shape)
    var total = parameters.map { [Double](repeating: 0, count: $0.count) }
    for step in (0..<count).reversed() {
      let atSums = function.inputGradient(
        sums(states[step], injected), outputGradient: gradient)
      let through = injection.backward(x, outputGradient: atSums)
      let around = recurrence.backward(states[step], outputGradient: atSums)
      input = added(input, through.input)
      for (index, own) in (through.parameters + around.parameters).enumerated() {
        total[index] = zip(total[index], own).map(+)
      }
      gradient = around.input
    }
    return (input, total)
  }

  /// `W z + U x + b` at the fixed point.
  package func settledSums(_ x: Batch) -> Batch { sums(forward(x), injection.forward(x)) }

  private func sums(_ z: Batch, _ injected: Batch) -> Batch {
    added(recurrence.forward(z), injected)
  }

  private func added(_ a: Batch, _ b: Batch) -> Batch {
    Batch(count: a.count, shape: a.shape, values: zip(a.values, b.values).map(+))
  }

  private func settled(from start: Batch, _ map: (Batch) -> Batch) -> Batch {
    var state = start
    for _ in 0..<2_000 {
      let next = map(state)
      let moved = norm(zip(next.values, state.values).map(-))
      state = next
      if moved <= 1e-14 * norm(next.values) { break }
    }
    return state
  }
}
