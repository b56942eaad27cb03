import DigitData
public import NeuralNet

extension DigitDataSet {
  /// How well a model does on these pictures: its accuracy, or the root of its mean squared error.
  ///
  /// - Precondition: the model's outputs are of the same kind.
  /// - Throws: `ArchitectureError` when the model's architecture is impossible.
  public func metric(of model: Model, threads: Int) throws(ArchitectureError) -> Metric {
    switch self {
    case .classes(let images):
      let recognizer = try Recognizer(model: model, threads: threads, batch: 256)
      let probabilities = recognizer.probabilities(of: images.samples(model.normalization))
      return .accuracy(
        Evaluation(
          probabilities: probabilities, labels: images.labels, classNames: images.classNames
        ).accuracy)
    case .values(let images):
      let regressor = try Regressor(model: model, threads: threads, batch: 256)
      return .rootMeanSquaredError(RegressionEvaluation(regressor, on: images).rmse)
    }
  }
}
