package import NeuralNet

/// The models that a run uses, each with the SHA-256 of its file for the provenance.
package struct RelatedModels: Sendable {
  /// The model whose weights the run begins with.
  package var initial: (model: Model, digest: String?)?
  /// The models whose answers are learned.
  package var teachers: Teachers?
  /// The model whose calibration is taken over: of the same recipe, trained with samples held back.
  package var calibration: (model: Model, digest: String)?

  /// None at all.
  package init() {}
}

extension ModelOutput {
  /// These classes with the temperature and the thresholds of another model.
  ///
  /// - Throws: `TrainingError.unsuitableData` where it knows other classes or refusals.
  func calibrated(like model: Model) throws(TrainingError) -> ModelOutput {
    guard case .classes(let own) = self, case .classes(let other) = model.output,
      own.names == other.names, own.refusals?.names == other.refusals?.names
    else {
      throw .unsuitableData(
        "a calibration of other outputs; choose a model that was trained with the same options")
    }
    return model.output
  }
}
