import DigitRecognition
package import NeuralNet

/// The JSON object of an epoch.
struct EpochLine: Encodable {
  private let epoch: Int
  private let trainLoss: Double
  private let trainAccuracy: Double?
  private let trainRmse: Double?
  private let validationLoss: Double?
  private let validationAccuracy: Double?
  private let validationRmse: Double?
  private let learningRate: Double
  private let imagesPerSecond: Double
  private let seconds: Double
  private let fixedPoints: SolverReport?

  init(_ report: EpochReport) {
    epoch = report.epoch
    trainLoss = report.trainLoss
    trainAccuracy = report.trainMetric.accuracy
    trainRmse = report.trainMetric.rmse
    validationLoss = report.validationLoss
    validationAccuracy = report.validationMetric?.accuracy
    validationRmse = report.validationMetric?.rmse
    learningRate = Double(report.learningRate)
    imagesPerSecond = rounded(report.imagesPerSecond, places: 0)
    seconds = rounded(report.seconds, places: 3)
    fixedPoints = report.fixedPoints.map(SolverReport.init)
  }
}

/// The last JSON object of a run.
struct LastLine: Encodable {
  let model: String
  let parameters: Int
  let seconds: Double
  let testAccuracy: Double?
  let testRmse: Double?
}

extension Metric {
  /// A few words for people.
  var text: String {
    switch self {
    case .accuracy(let share): "accuracy \(percent(share))"
    case .rootMeanSquaredError(let error): "RMSE \(fixed(error, places: 4))"
    }
  }

  /// The share that was right, of classes.
  var accuracy: Double? {
    switch self {
    case .accuracy(let share): share
    case .rootMeanSquaredError: nil
    }
  }

  /// The root of the mean squared error, of numbers.
  var rmse: Double? {
    switch self {
    case .accuracy: nil
    case .rootMeanSquaredError(let error): error
    }
  }
}

/// Statistics of a fixed-point solver: a JSON object in a line of `train` or `evaluate`.
package struct SolverReport: Hashable, Sendable, Encodable {
  /// Fixed points that were looked for.
  let count: Int
  /// The number found to the layer's tolerance.
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
