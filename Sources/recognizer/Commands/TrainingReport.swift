import DigitRecognition
import NeuralNet

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
