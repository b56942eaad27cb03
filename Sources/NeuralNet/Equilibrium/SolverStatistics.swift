import RecognizerKernelInterface

/// The outcome of the search for fixed points, over samples and equilibrium layers.
package struct SolverStatistics: Codable, Hashable, Sendable {
  /// Fixed points that were looked for: one for each sample and layer.
  package private(set) var count = 0
  /// The number of them that were found to the layer's tolerance within its limit of iterations.
  package private(set) var found = 0
  /// The largest residual, relative to the state's length.
  package private(set) var largestResidual = 0.0
  private var iterations = 0
  private var backwardIterations = 0
  private var residuals = 0.0

  init() {}

  /// Iterations of a forward pass, the mean over samples: a block's samples share them.
  package var meanIterations: Double { Double(iterations) / Double(max(count, 1)) }
  /// Iterations of a backward pass; zero where nothing is trained.
  package var meanBackwardIterations: Double { Double(backwardIterations) / Double(max(count, 1)) }
  /// The mean residual, relative to the state's length.
  package var meanResidual: Double { residuals / Double(max(count, 1)) }

  mutating func add(_ record: SavedFixedPoint, samples: Int, tolerance: Float) {
    count += samples
    iterations += samples * record.iterations
    backwardIterations += samples * record.backwardIterations
    for lane in 0..<samples {
      let residual = record.residual[lane]
      // A residual that is not a number is no fixed point either.
      if residual <= tolerance { found += 1 }
      residuals += residual.isFinite ? Double(residual) : 1
      largestResidual = max(largestResidual, residual.isFinite ? Double(residual) : 1)
    }
  }

  static func + (a: SolverStatistics, b: SolverStatistics) -> SolverStatistics {
    var sum = a
    sum.count += b.count
    sum.found += b.found
    sum.largestResidual = max(a.largestResidual, b.largestResidual)
    sum.iterations += b.iterations
    sum.backwardIterations += b.backwardIterations
    sum.residuals += b.residuals
    return sum
  }
}

/// The vectors that an equilibrium layer saves for a block.
struct SavedFixedPoint {
  /// Vectors of a block that it takes.
  static let count = 2

  private let vectors: UnsafeMutablePointer<Vector>

  init(_ vectors: UnsafeMutablePointer<Vector>) { self.vectors = vectors }

  /// Each sample's residual after forward.
  var residual: Vector { vectors[0] }
  /// Iterations of forward.
  var iterations: Int { Int(vectors[1][0]) }
  /// Iterations of backward; none before it.
  var backwardIterations: Int { Int(vectors[1][1]) }

  func store(forward outcome: FixedPointSolver.Outcome) {
    vectors[0] = outcome.residual
    vectors[1] = .zero
    vectors[1][0] = Float(outcome.iterations)
  }

  func store(backward outcome: FixedPointSolver.Outcome) {
    vectors[1][1] = Float(outcome.iterations)
  }
}

extension BatchRunner {
  /// The solver's statistics for this batch; `nil` without equilibrium layers.
  var fixedPoints: SolverStatistics? {
    var tally: SolverStatistics?
    for index in workspace.network.layers.indices {
      guard let layer = workspace.network.layers[index] as? EquilibriumLayer else { continue }
      for block in 0..<blocks {
        tally = tally ?? SolverStatistics()
        tally?.add(
          SavedFixedPoint(workspace.saved(index, block: block)),
          samples: min(16, samples - 16 * block), tolerance: layer.tolerance)
      }
    }
    return tally
  }
}
