/// Why models cannot answer together.
package struct EnsembleError: Error, Hashable, Sendable {
  /// The position of the model that does not fit the first one.
  package let position: Int
  /// What it is, in one clause.
  package let found: String
}

extension Model {
  /// A model that averages what several models of the same classes answer.
  ///
  /// Averaged are the probabilities of each, divided by its own temperature first: a member that is
  /// not sure counts for less. The thresholds are the members' means. A member that is an ensemble
  /// itself takes part with its members.
  ///
  /// - Throws: ``EnsembleError`` when there are no members, or one predicts numbers or has other
  ///   inputs or outputs than the first.
  package init(averaging models: [Model]) throws(EnsembleError) {
    guard let first = models.first else {
      throw EnsembleError(position: 0, found: "no models")
    }
    var outputs: [ClassOutput] = []
    for (position, model) in models.enumerated() {
      guard let classes = model.output.classes else {
        throw EnsembleError(position: position, found: "a model that predicts numbers")
      }
      if model.architecture.input != first.architecture.input
        || model.normalization != first.normalization
      {
        throw EnsembleError(
          position: position, found: "a model for other inputs than the first one's")
      }
      if let other = outputs.first, !other.hasSameMeaning(as: classes) {
        throw EnsembleError(position: position, found: "a model of other classes than the first")
      }
      outputs.append(classes)
    }
    func mean(_ value: (ClassOutput) -> Float) -> Float {
      outputs.reduce(0) { $0 + value($1) } / Float(outputs.count)
    }
    self = first
    members = models.flatMap { $0.members.isEmpty ? [$0] : $0.members }
    var classes = outputs[0]
    classes.temperature = 1
    classes.rejectionThreshold = mean(\.rejectionThreshold)
    classes.refusals?.threshold = mean { $0.refusals?.threshold ?? 0 }
    output = .classes(classes)
    provenance.figures = [:]
    provenance.run = nil
  }
}

extension ClassOutput {
  /// Whether outputs mean the same, however they are calibrated.
  fileprivate func hasSameMeaning(as other: ClassOutput) -> Bool {
    names == other.names && refusals?.names == other.refusals?.names
  }
}
