public import DigitData
package import NeuralNet

/// The agreement of predicted numbers with the true ones.
public struct RegressionEvaluation: Sendable {
  /// The figures of one of the numbers that are predicted of each sample.
  package struct Score: Hashable, Sendable, Encodable {
    /// Root of the mean squared error, in the numbers' own units.
    package let rmse: Double
    /// Mean absolute error.
    package let mae: Double
    /// Coefficient of determination: the fraction of the variance that the prediction explains.
    ///
    /// `nil` when all true numbers are the same.
    package let r2: Double?
    /// Mean error: positive when predictions are too large.
    package let bias: Double
  }

  /// One sample.
  package struct Prediction: Hashable, Sendable, Encodable {
    /// The sample's position.
    package let index: Int
    /// The true numbers.
    package let values: [Float]
    /// The predicted numbers.
    package let predicted: [Float]
    /// Root of the mean squared difference.
    package let error: Double
  }

  /// The number of samples.
  public let count: Int
  /// The figures of each number.
  package let scores: [Score]
  /// Root of the mean squared error over all numbers.
  public let rmse: Double
  /// Mean absolute error over all numbers.
  public let mae: Double
  /// The 95 % interval of ``rmse``, from the spread of the squared errors.
  public let rmseInterval: ClosedRange<Double>
  /// All samples, the worst first.
  package let predictions: [Prediction]
  /// The speed of inference.
  package var imagesPerSecond: Double = 0
  /// Statistics of the equilibrium layers' solver; `nil` when the network has none.
  package var fixedPoints: SolverStatistics?

  /// Measures predictions.
  ///
  /// - Parameters:
  ///   - predicted: `width` numbers per sample; a number that is not finite counts as 0, so that every figure
  ///     is finite.
  ///   - values: the true numbers.
  package init(predicted: [Float], values: [Float], width: Int = 1) {
    precondition(predicted.count == values.count && width > 0, "predictions and values")
    let predicted = predicted.map { $0.isFinite ? $0 : 0 }
    count = values.count / width
    scores = (0..<width).map { column in
      let rows = stride(from: column, to: values.count, by: width)
      return Score(predicted: rows.map { predicted[$0] }, values: rows.map { values[$0] })
    }
    let fraction = 1 / Double(width)
    let squared = scores.reduce(0) { $0 + $1.rmse * $1.rmse } * fraction
    rmse = squared.squareRoot()
    mae = scores.reduce(0) { $0 + $1.mae } * fraction
    let predictions = (0..<count).map { index in
      let rows = index * width..<(index + 1) * width
      return Prediction(
        index: index, values: Array(values[rows]), predicted: Array(predicted[rows]))
    }
    rmseInterval = Self.interval(meanSquare: squared, predictions)
    self.predictions = predictions.sorted { ($1.error, $0.index) < ($0.error, $1.index) }
  }

  /// Evaluates a regressor on images with known numbers.
  ///
  /// - Precondition: the images have the size and as many numbers as the model predicts.
  public init(_ regressor: Regressor, on images: RegressionImages) {
    let samples = images.samples(regressor.model.normalization, scale: regressor.scale)
    let watch = Stopwatch()
    let (predicted, solver) = regressor.values(of: samples)
    let seconds = watch.seconds
    self.init(predicted: predicted, values: images.values, width: images.valuesPerImage)
    imagesPerSecond = rounded(Double(images.count) / seconds, places: 0)
    fixedPoints = solver
  }

  /// The coefficient of determination, the mean over the numbers; `nil` when one has none.
  public var r2: Double? {
    let known = scores.compactMap(\.r2)
    guard known.count == scores.count, !known.isEmpty else { return nil }
    return known.reduce(0, +) / Double(known.count)
  }

  /// Squared errors are independent samples of their mean: the normal interval, then its root.
  private static func interval(
    meanSquare: Double, _ predictions: [Prediction]
  ) -> ClosedRange<Double> {
    let deviations = predictions.map { $0.error * $0.error - meanSquare }
    let variance = meanSquareOf(deviations) / Double(max(predictions.count, 1))
    let half = 1.959964 * variance.squareRoot()
    return max(0, meanSquare - half).squareRoot()...(meanSquare + half).squareRoot()
  }
}

extension RegressionEvaluation.Score {
  fileprivate init(predicted: [Float], values: [Float]) {
    let errors = zip(predicted, values).map { Double($0) - Double($1) }
    let count = Double(max(errors.count, 1))
    let mean = values.reduce(0) { $0 + Double($1) } / count
    let variance = meanSquareOf(values.map { Double($0) - mean })
    let squared = meanSquareOf(errors)
    rmse = squared.squareRoot()
    mae = errors.reduce(0) { $0 + abs($1) } / count
    r2 = variance > 0 ? 1 - squared / variance : nil
    bias = errors.reduce(0, +) / count
  }
}

extension RegressionEvaluation.Prediction {
  fileprivate init(index: Int, values: [Float], predicted: [Float]) {
    self.index = index
    self.values = values
    self.predicted = predicted
    error = meanSquareOf(zip(predicted, values).map { Double($0) - Double($1) }).squareRoot()
  }
}

private func meanSquareOf(_ differences: [Double]) -> Double {
  differences.reduce(0) { $0 + $1 * $1 } / Double(max(differences.count, 1))
}
