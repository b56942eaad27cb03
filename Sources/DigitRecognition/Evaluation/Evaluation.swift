public import NeuralNet

/// How well probabilities agree with the true classes.
public struct Evaluation: Sendable {
  /// A sample whose most probable class is not its own.
  public struct Mistake: Hashable, Sendable, Encodable {
    /// The sample's position.
    public let index: Int
    /// Its true class.
    public let label: Int
    /// The most probable class.
    public let predicted: Int
    /// The probability of that class.
    public let confidence: Double
  }

  /// Samples of about the same confidence.
  public struct ReliabilityPoint: Hashable, Sendable {
    /// Their mean confidence.
    public let confidence: Double
    /// The share of them that was right.
    public let accuracy: Double
    /// How many.
    public let count: Int
  }

  /// How one class fares.
  public struct ClassScore: Hashable, Sendable, Encodable {
    /// What the class is called.
    public let name: String
    /// The share of right ones among those that were called so.
    public let precision: Double
    /// The share of those that are of the class that were called so.
    public let recall: Double
    /// The harmonic mean of precision and recall.
    public let f1: Double
    /// How many samples are of the class.
    public let support: Int

    private enum CodingKeys: String, CodingKey {
      case name = "class"
      case precision, recall, f1, support
    }
  }

  /// What the classes are called.
  public let classNames: [String]
  /// How many samples.
  public let count: Int
  /// How many of them were right.
  public let correct: Int
  /// The mean cross-entropy.
  public let loss: Double
  /// The expected calibration error.
  ///
  /// The mean distance between confidence and accuracy over fifteen bins of equal width, weighted
  /// by their samples (Guo et al. 2017).
  public let calibrationError: Double
  /// Accuracy by confidence, least confident first: a diagonal where confidences are honest.
  public let reliability: [ReliabilityPoint]
  /// Samples by true class (row) and most probable class (column).
  public let confusion: [[Int]]
  /// The mistakes, most confident first.
  public let mistakes: [Mistake]
  /// The speed it was measured at.
  public var imagesPerSecond: Double = 0
  /// How fixed points were found, if the network has such.
  public var fixedPoints: SolverStatistics?

  /// Measures probabilities.
  ///
  /// - Parameters:
  ///   - probabilities: `labels.count x classNames.count`, sample after sample; what is not finite
  ///     counts as 0, so that every figure is finite.
  ///   - labels: each sample's true class.
  public init(probabilities: [Float], labels: [UInt8], classNames: [String]) {
    let classes = classNames.count
    precondition(probabilities.count == labels.count * classes, "probabilities and labels")
    var confusion = Array(repeating: Array(repeating: 0, count: classes), count: classes)
    var mistakes: [Mistake] = []
    var calibration = CalibrationBins()
    var loss = 0.0
    for (index, label) in labels.enumerated() {
      let own = probabilities[index * classes..<(index + 1) * classes].map {
        $0.isFinite ? min(max(Double($0), 0), 1) : 0
      }
      // The first of equals.
      let predicted = own.indices.reduce(0) { own[$1] > own[$0] ? $1 : $0 }
      let confidence = own[predicted]
      confusion[Int(label)][predicted] += 1
      calibration.add(confidence, isRight: predicted == Int(label))
      loss -= logarithm(max(own[Int(label)], 1e-12))
      if predicted != Int(label) {
        mistakes.append(
          Mistake(
            index: index, label: Int(label), predicted: predicted, confidence: confidence))
      }
    }
    self.classNames = classNames
    count = labels.count
    correct = labels.count - mistakes.count
    self.loss = labels.isEmpty ? 0 : loss / Double(labels.count)
    calibrationError = calibration.error
    reliability = calibration.points
    self.confusion = confusion
    self.mistakes = mistakes.sorted { ($1.confidence, $0.index) < ($0.confidence, $1.index) }
  }

  /// The share that was right.
  public var accuracy: Double { count == 0 ? 0 : Double(correct) / Double(count) }

  /// Wilson's 95 % interval of the accuracy (Wilson 1927): honest near 1, unlike the normal one.
  public var accuracyInterval: ClosedRange<Double> {
    guard count > 0 else { return 0...1 }
    let (n, z) = (Double(count), 1.959964)
    let center = (accuracy + z * z / (2 * n)) / (1 + z * z / n)
    let variance = accuracy * (1 - accuracy) / n + z * z / (4 * n * n)
    let half = z * variance.squareRoot() / (1 + z * z / n)
    // Rounding must not put the accuracy itself outside.
    return max(0, min(accuracy, center - half))...min(1, max(accuracy, center + half))
  }

  /// Precision, recall and F1 of each class.
  public var classes: [ClassScore] {
    classNames.indices.map { c in
      let right = Double(confusion[c][c])
      let support = confusion[c].reduce(0, +)
      let called = confusion.reduce(0) { $0 + $1[c] }
      let precision = called == 0 ? 0 : right / Double(called)
      let recall = support == 0 ? 0 : right / Double(support)
      let sum = precision + recall
      return ClassScore(
        name: classNames[c], precision: precision, recall: recall,
        f1: sum == 0 ? 0 : 2 * precision * recall / sum, support: support)
    }
  }

  /// Pairs of classes that are confused, most frequent first.
  public var confusedPairs: [(label: Int, predicted: Int, count: Int)] {
    var pairs: [(label: Int, predicted: Int, count: Int)] = []
    for (label, row) in confusion.enumerated() {
      for (predicted, count) in row.enumerated() where label != predicted && count > 0 {
        pairs.append((label, predicted, count))
      }
    }
    return pairs.sorted {
      ($1.count, $0.label, $0.predicted) < ($0.count, $1.label, $1.predicted)
    }
  }
}

// MARK: - Encodable

extension Evaluation: Encodable {
  private enum CodingKeys: String, CodingKey {
    case count, correct, accuracy, loss, confusion, classes, mistakes
    case accuracyLow = "accuracy_low"
    case accuracyHigh = "accuracy_high"
    case calibrationError = "calibration_error"
    case imagesPerSecond = "images_per_second"
    case fixedPoints = "fixed_points"
  }

  /// Writes the object that `recognizer evaluate --json` prints.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(count, forKey: .count)
    try values.encode(correct, forKey: .correct)
    try values.encode(accuracy, forKey: .accuracy)
    try values.encode(accuracyInterval.lowerBound, forKey: .accuracyLow)
    try values.encode(accuracyInterval.upperBound, forKey: .accuracyHigh)
    try values.encode(loss, forKey: .loss)
    try values.encode(calibrationError, forKey: .calibrationError)
    try values.encode(confusion, forKey: .confusion)
    try values.encode(classes, forKey: .classes)
    try values.encode(mistakes, forKey: .mistakes)
    try values.encode(imagesPerSecond, forKey: .imagesPerSecond)
    try values.encodeIfPresent(fixedPoints.map(SolverReport.init), forKey: .fixedPoints)
  }
}
