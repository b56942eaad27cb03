/// A trained network with all that is needed to use it, as one value.
public struct Model: Hashable, Sendable {
  /// The network without its weights.
  public var architecture: Architecture
  /// All weights, each array at its ``ParameterTensor/range``.
  public var parameters: [Float]
  /// The normalisation of pixels.
  public var normalization: InputNormalization
  /// The meaning of the outputs.
  public var output: ModelOutput
  /// The model's origin.
  public var provenance: Provenance

  /// A model of these parts; ``ModelFile`` checks that they fit when it is saved.
  public init(
    architecture: Architecture, parameters: [Float], normalization: InputNormalization,
    output: ModelOutput, provenance: Provenance
  ) {
    self.architecture = architecture
    self.parameters = parameters
    self.normalization = normalization
    self.output = output
    self.provenance = provenance
  }
}

// MARK: - Validation

extension Model {
  /// The first part that does not fit the others or is out of range, in one clause.
  func problem() -> String? {
    let tensors: [ParameterTensor]
    let outputs: Int
    do {
      tensors = try architecture.parameterTensors()
      outputs = try architecture.shapes().last?.count ?? 0
    } catch {
      return "an impossible architecture: \(printable(error.description))"
    }
    let weights = tensors.last?.range.upperBound ?? 0
    if parameters.count != weights {
      return "\(parameters.count) weights for an architecture of \(weights)"
    }
    if let tensor = tensors.first(where: { !areFinite(parameters[$0.range]) }) {
      return "weights of \(tensor.name) that are not finite"
    }
    let deviation = normalization.standardDeviation
    if !normalization.mean.isFinite || !deviation.isFinite || deviation <= 0 {
      return "a normalization with mean \(normalization.mean) and deviation \(deviation)"
    }
    if let problem = output.problem(outputs: outputs) { return problem }
    if provenance.epochs < 0 { return "\(provenance.epochs) epochs" }
    if let figure = provenance.figures.keys.sorted().first(where: {
      provenance.figures[$0]?.isFinite != true
    }) {
      return "a figure \(quoted(figure)) that is not finite"
    }
    return nil
  }
}

/// Whether no element is infinite or not a number.
private func areFinite(_ values: ArraySlice<Float>) -> Bool {
  // The largest magnitude by bits, without an exit from the loop: this form is vectorised.
  var largest: UInt32 = 0
  for value in values { largest = max(largest, value.magnitude.bitPattern) }
  return largest < Float.infinity.bitPattern
}
