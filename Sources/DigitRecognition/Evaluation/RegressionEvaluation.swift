public import DigitData
public import NeuralNet

/// How well predicted numbers agree with the true ones.
public struct RegressionEvaluation: Sendable {
  /// The figures of one of the numbers that are predicted of each sample.
  public struct Score: Hashable, Sendable, Encodable {
    /// Root of the mean squared error, in the numbers' own units.
    public let rmse: Double
    /// Mean absolute error.
    public let mae: Double
    /// Coefficient of determination: the share of the variance that the prediction explains.
    ///
    /// Nothing where all true numbers are the same.
    public let r2: Double?
    /// Mean error: what predictions are too large by.
    public let bias: Double
  }

  /// One sample.
  public struct Prediction: Hashable, Sendable, Encodable {
    /// The sample's position.
    public let index: Int
    /// The true numbers.
    public let values: [Float]
    /// What was predicted.
    public let predicted: [Float]
    /// Root of the mean squared difference.
    public let error: Double
  }

  /// Samples.
  public let count: Int
  /// The figures of each number.
  public let scores: [Score]
  /// Root of the mean squared error over all numbers.
  public let rmse: Double
  /// Mean absolute error over all numbers.
  public let mae: Double
  /// The 95 % interval of ``rmse``, from the spread of the squared errors.
  public let rmseInterval: ClosedRange<Double>
  /// All samples, the worst first.
  public let predictions: [Prediction]
  /// The speed it was measured at.
  public var imagesPerSecond: Double = 0
  /// How fixed points were found, if the network has such.
  public var fixedPoints: SolverStatistics?

  /// Measures predictions.
  ///
  /// - Parameters:
  ///   - predicted: `width` numbers a sample; what is not finite counts as 0, so that every figure
  ///     is finite.
  ///   - values: the true numbers.
  public init(predicted: [Float], values: [Float], width: Int = 1) {
    precondition(predicted.count == values.count && width > 0, "predictions and values")
    let predicted = predicted.map { $0.isFinite ? $0 : 0 }
    count = values.count / width
    scores = (0..<width).map { column in
      let rows = stride(from: column, to: values.count, by: width)
      return Score(predicted: rows.map { predicted[$0] }, values: rows.map { values[$0] })
    }
    let shares = 1 / Double(width)
    let squared = scores.reduce(0) { $0 + $1.rmse * $1.rmse } * shares
    rmse = squared.squareRoot()
    mae = scores.reduce(0) { $0 + $1.mae } * shares
    let predictions = (0..<count).map { index in
      let rows = index * width..<(index + 1) * width
      return Prediction(
        index: index, values: Array(values[rows]), predicted: Array(predicted[rows]))
    }
    rmseInterval = Self.interval(meanSquare: squared, predictions)
    self.predictions = predictions.sorted { ($1.error, $0.index) < ($0.error, $1.index) }
  }

  /// Measures an regressor's predictions of pictures whose numbers are known.
  public init(_ regressor: Regressor, on images: RegressionImages) {
    let samples = images.samples(regressor.model.normalization, scale: regressor.scale)
    self.init(
      predicted: regressor.values(of: samples), values: images.values,
      width: images.valuesPerImage)
  }

  /// The coefficient of determination, the mean over the numbers; nothing where one has none.
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
