package import NeuralNet

/// The answer to one image: a class with its probability, or the reason why there is none.
public struct Classification: Hashable, Sendable {
  /// Why there is no answer.
  public enum Rejection: String, Hashable, Sendable {
    /// The image has no ink.
    case blank
    /// The ink is no digit: a letter, a sign, a part of a digit, dirt.
    case notADigit = "not-a-digit"
    /// The ink is more than one digit.
    case severalDigits = "several-digits"
    /// The confidence is below the threshold.
    case unsure
  }

  /// The index of the most probable class, even when the answer is rejected; `nil` when the image is
  /// blank.
  public let best: Int?
  /// The name of the class; `nil` when the answer is rejected.
  public let className: String?
  /// The digit; `nil` when the answer is rejected or the class is not a digit.
  public var digit: Int? { className.flatMap(Self.digit(named:)) }
  /// The calibrated probability of the most probable class, in 0...1; 0 when the image is blank.
  public let confidence: Float
  /// The calibrated probability of each class, given that the image shows one of them; all 0 when it
  /// is blank.
  public let probabilities: [Float]
  /// Why the answer is withheld; `nil` when it is not.
  public internal(set) var rejection: Rejection?
  /// The image as the network received it.
  public let image: PreparedImage
  /// The probabilities that the image does not show one digit; `nil` when the image is blank or the
  /// model has no outputs for them.
  package let refusal: RefusalScores?
  /// Statistics of the equilibrium layers' solver; `nil` when the network has none or the image is blank.
  package let solver: SolverStatistics?

  init(
    _ image: PreparedImage, _ scores: ClassScores, of classes: ClassOutput, rejectBelow: Float?,
    solver: SolverStatistics?
  ) {
    let best = scores.best(0, of: classes)
    self.best = best.index
    confidence = best.probability
    probabilities = scores.probabilities
    refusal = scores.refusals.first
    rejection = scores.rejection(0, of: classes, rejectBelow: rejectBelow)
    className = rejection == nil ? classes.names[best.index] : nil
    self.image = image
    self.solver = solver
  }

  /// The answer to an image without ink.
  init(blank image: PreparedImage, classes: Int) {
    best = nil
    className = nil
    confidence = 0
    probabilities = Array(repeating: 0, count: classes)
    rejection = .blank
    refusal = nil
    self.image = image
    solver = nil
  }

  /// The most probable classes by index, best first; empty when the image is blank.
  public func top(_ count: Int) -> [(index: Int, probability: Float)] {
    guard rejection != .blank else { return [] }
    return probabilities.enumerated().sorted { $0.element > $1.element }.prefix(count)
      .map { ($0.offset, $0.element) }
  }

  /// `"7"` is a digit; `"07"`, `"+7"` and `"12"` are not.
  package static func digit(named name: String) -> Int? {
    guard name.utf8.count == 1, let character = name.utf8.first else { return nil }
    return (48...57).contains(character) ? Int(character) - 48 : nil
  }
}
