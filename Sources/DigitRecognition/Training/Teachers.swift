package import NeuralNet

/// The models that a run learns from beside its labels, and the digests of their files.
package struct Teachers: Sendable {
  /// The teachers' fraction of the targets unless another is asked for.
  package static let usualShare = 0.8

  private let models: [Model]
  /// The SHA-256 of each model's file, for the provenance.
  let digests: [String]
  /// The teachers' fraction of the targets, in 0...1.
  let share: Double

  /// - Parameter models: the models and the digests of their files; an ensemble's members each count.
  package init(_ models: [(model: Model, digest: String)], share: Double) {
    self.models = models.map(\.model)
    digests = models.map(\.digest)
    self.share = share
  }

  /// What the trainer makes of them.
  var teaching: Teaching { Teaching(models, share: Float(share)) }

  /// - Throws: `TrainingError.unsuitableData` when a teacher does not know the classes of `output`.
  func check(_ output: ModelOutput) throws(TrainingError) {
    for model in models where model.output.classes?.names != output.classes?.names {
      throw .unsuitableData(
        "a teacher, \(model.architecture.name), that knows other classes; choose one for the same")
    }
  }
}
