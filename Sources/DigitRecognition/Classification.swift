/// What the recogniser makes of one picture.
public struct Classification: Hashable, Sendable {
  /// Why there is no answer.
  public enum Rejection: String, Hashable, Sendable {
    /// The picture has no ink.
    case blank
    /// The confidence is too low.
    case unsure
    /// What is there is no digit.
    case notADigit = "not-a-digit"
  }

  /// The most probable class, an index; nothing where the picture is blank.
  public let best: Int?
  /// What the answer is called, unless it is rejected.
  public let className: String?
  /// The calibrated probability of the best class, 0 where the picture is blank.
  public let confidence: Float
  /// One calibrated probability a class.
  public let probabilities: [Float]
  /// Why the answer is withheld, if it is.
  public let rejection: Rejection?
  /// What the network was fed, where the picture was normalised for it.
  public var normalized: NormalizedDigit?

  init(probabilities: [Float], classNames: [String], rejectBelow threshold: Float) {
    let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
    self.best = best
    self.probabilities = probabilities
    confidence = probabilities[best]
    rejection = confidence < threshold ? .unsure : nil
    className = rejection == nil ? classNames[best] : nil
  }

  private init(blankOf classes: Int) {
    best = nil
    className = nil
    confidence = 0
    probabilities = Array(repeating: 0, count: classes)
    rejection = .blank
  }

  /// The answer to a picture without ink.
  package static func blank(classes: Int) -> Classification { Classification(blankOf: classes) }

  /// The most probable classes, best first.
  public func top(_ count: Int) -> [(index: Int, probability: Float)] {
    guard rejection != .blank else { return [] }
    return probabilities.enumerated().sorted { $0.element > $1.element }.prefix(count)
      .map { ($0.offset, $0.element) }
  }
}
