import RecognizerKernelInterface

/// Finds `z = map(z)` for the sixteen samples of a block, each by itself.
///
/// The next state is a weighted sum of the last few results, with the weights for which the
/// weighted sum of their residuals is least (Anderson 1965; Walker and Ni 2011). What it needs does
/// not grow with the number of iterations.
struct FixedPointSolver: Sendable {
  /// Features of the state.
  let count: Int
  /// The residual, relative to the state's length, at which a sample has arrived.
  let tolerance: Float
  /// The most calls of the map.
  let limit: Int

  /// Results that are remembered.
  private static let memory = 4

  /// The end of a search.
  struct Outcome {
    /// Calls of the map.
    let iterations: Int
    /// Each sample's residual, relative to its state's length.
    let residual: Vector
  }

  /// Vectors of scratch.
  var scratchCount: Int { 2 * Self.memory * count + Self.memory * (2 * Self.memory + 3) }

  /// Iterates from what lies in `state` and leaves the last result there.
  ///
  /// - Parameter map: writes `map(z)` for a state `z`.
  func solve(
    _ kernels: any KernelSet.Type, _ state: UnsafeMutablePointer<Vector>,
    scratch: UnsafeMutablePointer<Vector>,
    map: (_ z: UnsafeMutablePointer<Vector>, _ result: UnsafeMutablePointer<Vector>) -> Void
  ) -> Outcome {
    let memory = Self.memory
    let results = scratch
    let residuals = results + memory * count
    let products = residuals + memory * count
    let weights = products + memory * memory
    var iteration = 0
    while true {
      let slot = iteration % memory
      let (result, residual) = (results + slot * count, residuals + slot * count)
      map(state, result)
      iteration += 1
      let squares = kernels.subtract(count: count, result, state, into: residual)
      let relative = (squares.difference / (squares.first + .leastNormalMagnitude)).squareRoot()
      if iteration == limit || relative.max() <= tolerance {
        state.update(from: result, count: count)
        return Outcome(iterations: iteration, residual: relative)
      }
      let known = min(iteration, memory)
      for other in 0..<known {
        let product =
          other == slot
          ? squares.difference
          : kernels.dot(count: count, residual, residuals + other * count)
        products[slot * memory + other] = product
        products[other * memory + slot] = product
      }
      kernels.andersonWeights(
        arrays: known, products: products, stride: memory, scratch: weights + memory,
        into: weights)
      kernels.combine(
        count: count, arrays: known, stride: count, results, weights: weights, into: state)
    }
  }
}
