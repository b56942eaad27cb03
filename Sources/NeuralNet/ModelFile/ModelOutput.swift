/// The meaning of a network's outputs.
public enum ModelOutput: Hashable, Sendable {
  /// Classes, one an output.
  case classes(ClassOutput)
  /// Numbers, one an output, on a scale that they share.
  case values(TargetScaling)

  /// The classes, if outputs are such.
  public var classes: ClassOutput? {
    switch self {
    case .classes(let classes): classes
    case .values: nil
    }
  }

  /// The scale of the numbers, if outputs are such.
  public var scale: TargetScaling? {
    switch self {
    case .classes: nil
    case .values(let scale): scale
    }
  }
}

/// Classes, one an output, and how sure an answer has to be.
public struct ClassOutput: Hashable, Sendable {
  /// The meaning of each output.
  public var names: [String]
  /// The divisor of logits before the softmax.
  ///
  /// It makes a confidence the chance of being right: temperature scaling, Guo et al. 2017.
  public var temperature: Float
  /// The calibrated confidence, in 0...1, below which an answer is withheld.
  public var rejectionThreshold: Float

  /// Classes with their calibration.
  public init(names: [String], temperature: Float = 1, rejectionThreshold: Float = 0) {
    self.names = names
    self.temperature = temperature
    self.rejectionThreshold = rejectionThreshold
  }
}

// MARK: - Validation

extension ModelOutput {
  /// What does not fit a network of so many outputs or is out of range, in one clause.
  func problem(outputs: Int) -> String? {
    switch self {
    case .classes(let classes):
      if classes.names.count != outputs {
        return "\(classes.names.count) class names for \(outputs) outputs"
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
