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
  /// itself takes part with its members. Members without refusal outputs leave refusals to the others,
  /// and come last.
  ///
  /// - Throws: ``EnsembleError`` when there are no members, or one predicts numbers or has other
  ///   inputs or outputs than the first.
  package init(averaging models: [Model]) throws(EnsembleError) {
    guard let first = models.first(where: { $0.output.classes?.refusals != nil }) ?? models.first
    else {
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
      if let other = first.output.classes, !other.covers(classes) {
        throw EnsembleError(position: position, found: "a model of other classes than the first")
      }
      outputs.append(classes)
    }
    func mean(_ values: [Float]) -> Float { values.reduce(0, +) / Float(max(values.count, 1)) }
    self = first
    let all = models.flatMap { $0.members.isEmpty ? [$0] : $0.members }
    members =
      all.filter { $0.output.classes?.refusals != nil }
      + all.filter { $0.output.classes?.refusals == nil }
    if case .classes(var classes) = first.output {
      classes.temperature = 1
      classes.rejectionThreshold = mean(outputs.map(\.rejectionThreshold))
      classes.refusals?.threshold = mean(outputs.compactMap { $0.refusals?.threshold })
      output = .classes(classes)
    }
    provenance.figures = [:]
    provenance.run = nil
  }
}

extension ClassOutput {
  /// Whether the other model's outputs have the same meaning, or a part of it, regardless of their
  /// calibration.
  fileprivate func covers(_ other: ClassOutput) -> Bool {
    names == other.names && (other.refusals == nil || refusals?.names == other.refusals?.names)
  }
}
