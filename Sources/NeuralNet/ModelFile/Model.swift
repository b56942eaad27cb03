/// A trained network with all that is needed to use it, as one value.
public struct Model: Hashable, Sendable {
  /// The network without its weights.
  public var architecture: Architecture
  /// All weights, each array at its ``ParameterTensor/range``.
  public var parameters: [Float] {
    get { weights.values }
    set { weights = Weights(newValue) }
  }
  /// The same weights, which may lie in the file's own memory.
  package private(set) var weights: Weights
  /// The normalisation of pixels.
  public var normalization: InputNormalization
  /// The meaning of the outputs.
  public var output: ModelOutput
  /// The model's origin.
  public var provenance: Provenance
  /// The models that answer together, if this is an ensemble.
  ///
  /// The first one's architecture and weights are this one's, too: see ``Model/init(averaging:)``.
  package internal(set) var members: [Model] = []

  /// A model of these parts; ``ModelFile`` checks that they fit when it is saved.
  public init(
    architecture: Architecture, parameters: [Float], normalization: InputNormalization,
    output: ModelOutput, provenance: Provenance
  ) {
    self.init(
      architecture: architecture, weights: Weights(parameters), normalization: normalization,
      output: output, provenance: provenance)
  }

  init(
    architecture: Architecture, weights: Weights, normalization: InputNormalization,
    output: ModelOutput, provenance: Provenance
  ) {
    self.architecture = architecture
    self.weights = weights
    self.normalization = normalization
    self.output = output
    self.provenance = provenance
  }
}

// MARK: - Inputs and outputs

/// The map from a pixel to a network's input: `(pixel / 255 - mean) / standardDeviation`.
public struct InputNormalization: Codable, Hashable, Sendable {
  /// The mean, subtracted from a pixel in 0...1.
  public var mean: Float
  /// The divisor of the difference.
  public var standardDeviation: Float

  /// A normalisation with these figures of pixels in 0...1.
  public init(mean: Float, standardDeviation: Float) {
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  private enum CodingKeys: String, CodingKey {
    case mean
    case standardDeviation = "standard_deviation"
  }
}

/// The map from a predicted number to a network's output: `(value - mean) / standardDeviation`.
///
/// One scale for all outputs of a network, as there is one for all its pixels: outputs of the size
/// of one are what initial weights and learning rates are made for.
public struct TargetScaling: Codable, Hashable, Sendable {
  /// The number for which the output is zero.
  public var mean: Float
  /// The distance from ``mean`` for which the output is one.
  public var standardDeviation: Float

  /// A scale with these figures.
  public init(mean: Float, standardDeviation: Float) {
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  /// The scale on which `values` have mean zero and deviation one; a deviation of one for numbers
  /// that are all the same.
  package init(of values: [Float]) {
    let count = Double(max(values.count, 1))
    let mean = values.reduce(0) { $0 + Double($1) } / count
    let variance = values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
    self.init(
      mean: Float(mean), standardDeviation: variance > 0 ? Float(variance.squareRoot()) : 1)
  }

  /// The output that stands for `value`.
  package func output(of value: Float) -> Float { (value - mean) / standardDeviation }

  /// The number for which `output` stands.
  public func value(of output: Float) -> Float { output * standardDeviation + mean }

  private enum CodingKeys: String, CodingKey {
    case mean
    case standardDeviation = "standard_deviation"
  }
}

/// The meaning of a network's outputs.
public enum ModelOutput: Hashable, Sendable {
  /// Classes, one an output.
  case classes(ClassOutput)
  /// Numbers, one an output, on a scale that they share.
  case values(TargetScaling)

  /// The classes, if outputs are such.
  package var classes: ClassOutput? {
    switch self {
    case .classes(let classes): classes
    case .values: nil
    }
  }

  /// The scale of the numbers, if outputs are such.
  package var scale: TargetScaling? {
    switch self {
    case .classes: nil
    case .values(let scale): scale
    }
  }
}

/// Classes, one an output, and how sure an answer has to be.
///
/// Outputs after those of the classes may stand for inputs of no class.
public struct ClassOutput: Hashable, Sendable {
  /// The meaning of each output, apart from the last ones that may stand for refusals.
  public var names: [String]
  /// The divisor of logits before the softmax.
  ///
  /// It makes a confidence the chance of being right: temperature scaling, Guo et al. 2017.
  public var temperature: Float
  /// The calibrated confidence, in 0...1, below which an answer is withheld.
  public var rejectionThreshold: Float
  /// The outputs after those of the classes; nil for a network that has none.
  package var refusals: RefusalOutput?

  /// Classes with their calibration.
  public init(names: [String], temperature: Float = 1, rejectionThreshold: Float = 0) {
    self.names = names
    self.temperature = temperature
    self.rejectionThreshold = rejectionThreshold
  }
}

/// Outputs that stand for inputs of no class.
package struct RefusalOutput: Codable, Hashable, Sendable {
  /// The meaning of each, in the outputs' order.
  package var names: [String]
  /// The probability of all of them together, in 0...1, from which on an answer is withheld.
  package var threshold: Float

  /// Outputs that are not calibrated yet.
  package init(names: [String], threshold: Float = 0.5) {
    self.names = names
    self.threshold = threshold
  }
}

extension ClassOutput {
  /// The number of outputs: those of the classes and those of the refusals.
  package var outputCount: Int { names.count + (refusals?.names.count ?? 0) }
}

// MARK: - Validation

extension Model {
  /// The first part whose size does not fit the architecture, in one clause.
  package var mismatch: String? {
    let tensors: [ParameterTensor]
    let outputs: Int
    do {
      tensors = try architecture.parameterTensors()
      outputs = try architecture.shapes().last?.count ?? 0
    } catch {
      return "an impossible architecture: \(printable(error.description))"
    }
    let count = tensors.last?.range.upperBound ?? 0
    if weights.count != count {
      return "\(weights.count) weights for an architecture of \(count)"
    }
    if let classes = output.classes, classes.outputCount != outputs {
      return "\(classes.outputCount) class names for \(outputs) outputs"
    }
    return members.lazy.compactMap(\.mismatch).first
  }

  /// The first part that does not fit the others or is out of range, in one clause.
  func problem() -> String? {
    if let mismatch { return mismatch }
    let tensors = (try? architecture.parameterTensors()) ?? []
    if let tensor = tensors.first(where: { !weights.withElements(of: $0.range, areFinite) }) {
      return "weights of \(tensor.name) that are not finite"
    }
    let deviation = normalization.standardDeviation
    if !normalization.mean.isFinite || !deviation.isFinite || deviation <= 0 {
      return "a normalization with mean \(normalization.mean) and deviation \(deviation)"
    }
    if let problem = output.problem { return problem }
    for member in members {
      if let problem = member.problem() { return problem }
    }
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
private func areFinite(_ values: UnsafeBufferPointer<Float>) -> Bool {
  // The largest magnitude by bits, without an exit from the loop: this form is vectorised.
  var largest: UInt32 = 0
  for value in values { largest = max(largest, value.magnitude.bitPattern) }
  return largest < Float.infinity.bitPattern
}

extension ModelOutput {
  /// The first part that is out of range, in one clause.
  fileprivate var problem: String? {
    switch self {
    case .classes(let classes):
      if let refusals = classes.refusals, !(0...1).contains(refusals.threshold) {
        return "a refusal threshold of \(refusals.threshold)"
      }
      if !classes.temperature.isFinite || classes.temperature <= 0 {
        return "a temperature of \(classes.temperature)"
      }
      if !(0...1).contains(classes.rejectionThreshold) {
        return "a rejection threshold of \(classes.rejectionThreshold)"
      }
    case .values(let scale):
      let deviation = scale.standardDeviation
      if !scale.mean.isFinite || !deviation.isFinite || deviation <= 0 {
        return "a scale with mean \(scale.mean) and deviation \(deviation)"
      }
    }
    return nil
  }
}
