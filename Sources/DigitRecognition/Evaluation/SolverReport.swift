package import NeuralNet

/// How fixed points were found: a JSON object in a line of `train` or the object of `evaluate`.
package struct SolverReport: Hashable, Sendable, Encodable {
  /// Fixed points that were looked for.
  let count: Int
  /// How many were found to the layer's tolerance.
  let found: Int
  /// Mean iterations forward.
  let iterations: Double
  /// Mean iterations backward, where something was trained.
  let backwardIterations: Double?
  /// Mean residual, relative to the state's length.
  let meanResidual: Double
  /// Largest residual.
  let largestResidual: Double

  private enum CodingKeys: String, CodingKey {
    case count, found, iterations
    case backwardIterations = "backward_iterations"
    case meanResidual = "mean_residual"
    case largestResidual = "largest_residual"
  }

  /// The report of a tally.
  package init(_ tally: SolverStatistics) {
    count = tally.count
    found = tally.found
    iterations = rounded(tally.meanIterations, places: 2)
    backwardIterations =
      tally.meanBackwardIterations > 0 ? rounded(tally.meanBackwardIterations, places: 2) : nil
    meanResidual = tally.meanResidual
    largestResidual = tally.largestResidual
  }

  /// One line for people.
  var text: String {
    "\(percent(Double(found) / Double(max(count, 1)))) settled in "
      + "\(fixed(iterations, places: 1)) iterations; residual \(scientific(meanResidual)), "
      + "at most \(scientific(largestResidual))"
  }
}
