public import DigitData
package import NeuralNet

/// The agreement of probabilities with the true classes.
public struct Evaluation: Sendable {
  /// A sample whose most probable class is not its own.
  package struct Mistake: Hashable, Sendable, Encodable {
    /// The sample's position.
    package let index: Int
    /// Its true class.
    package let label: Int
    /// The most probable class.
    package let predicted: Int
    /// The probability of that class.
    package let confidence: Double
  }

  /// Samples of about the same confidence.
  package struct ReliabilityPoint: Hashable, Sendable {
    /// Their mean confidence.
    package let confidence: Double
    /// The fraction of them that was right.
    package let accuracy: Double
    /// The number of samples.
    package let count: Int
  }

  /// Precision and recall of one class.
  package struct ClassScore: Hashable, Sendable, Encodable {
    /// The name of the class.
    package let name: String
    /// The fraction of the answers with this class that were right.
    package let precision: Double
    /// The fraction of the samples of this class that were found.
    package let recall: Double
    /// The harmonic mean of precision and recall.
    package let f1: Double
    /// The number of samples of this class.
    package let support: Int

    private enum CodingKeys: String, CodingKey {
      case name = "class"
      case precision, recall, f1, support
    }
  }

  /// The names of the classes.
  public let classNames: [String]
  /// The number of samples.
  public let count: Int
  /// The number of right answers.
  public let correct: Int
  /// The mean cross-entropy.
  public let loss: Double
  /// The expected calibration error.
  ///
  /// The mean distance between confidence and accuracy over fifteen bins of equal width, weighted
  /// by their samples (Guo et al. 2017).
  public let calibrationError: Double
  /// Accuracy by confidence, least confident first; with perfect calibration the two are equal.
  package let reliability: [ReliabilityPoint]
  /// Accuracy against the share of samples that are answered.
  package let curve: AccuracyCurve
  /// Samples by true class (row) and most probable class (column).
  public let confusion: [[Int]]
  /// The number of answers that `classify` would withhold, by reason; `nil` for probabilities alone.
  package var rejections: [Classification.Rejection: Int]?
  /// The mistakes, most confident first.
  package let mistakes: [Mistake]
  /// The speed of inference.
  package var imagesPerSecond: Double = 0
  /// Statistics of the equilibrium layers' solver; `nil` when the network has none.
  package var fixedPoints: SolverStatistics?

  /// Measures probabilities.
  ///
  /// - Parameters:
  ///   - probabilities: `labels.count x classNames.count`, sample after sample; a probability that is not
  ///     finite counts as 0, so that every figure is finite.
  ///   - labels: each sample's true class.
  package init(probabilities: [Float], labels: [UInt8], classNames: [String]) {
    let classes = classNames.count
    precondition(probabilities.count == labels.count * classes, "probabilities and labels")
    var confusion = Array(repeating: Array(repeating: 0, count: classes), count: classes)
    var mistakes: [Mistake] = []
    var calibration = CalibrationBins()
    var answers: [(confidence: Double, isRight: Bool)] = []
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
      answers.append((confidence, predicted == Int(label)))
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
    curve = AccuracyCurve(answers)
    self.confusion = confusion
    self.mistakes = mistakes.sorted { ($1.confidence, $0.index) < ($0.confidence, $1.index) }
  }

  /// Evaluates a recogniser on images with known classes.
  ///
  /// - Precondition: the images have the size and the classes that the model knows.
  public init(_ recognizer: Recognizer, on images: LabeledImages) {
    let samples = images.samples(recognizer.model.normalization)
    let watch = Stopwatch()
    let (scores, solver) = recognizer.scores(of: samples)
    let seconds = watch.seconds
    self.init(
      probabilities: scores.probabilities, labels: images.labels, classNames: images.classNames)
    let reasons = images.labels.indices.compactMap {
      scores.rejection($0, of: recognizer.classes)
    }
    rejections = Dictionary(reasons.map { ($0, 1) }, uniquingKeysWith: +)
    imagesPerSecond = rounded(Double(images.count) / seconds, places: 0)
    fixedPoints = solver
  }

  /// The fraction of right answers.
  public var accuracy: Double { count == 0 ? 0 : Double(correct) / Double(count) }

  /// Wilson's 95 % interval of the accuracy (Wilson 1927), which holds near 1, unlike the normal one.
  public var accuracyInterval: ClosedRange<Double> {
    wilsonInterval(accuracy, count: count)
  }

  /// Precision, recall and F1 of each class.
  package var classes: [ClassScore] {
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
  package var confusedPairs: [(label: Int, predicted: Int, count: Int)] {
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

/// Wilson's 95 % interval of a share of `count` samples (Wilson 1927).
func wilsonInterval(_ share: Double, count: Int) -> ClosedRange<Double> {
  guard count > 0 else { return 0...1 }
  let (n, z) = (Double(count), 1.959964)
  let center = (share + z * z / (2 * n)) / (1 + z * z / n)
  let variance = share * (1 - share) / n + z * z / (4 * n * n)
  let half = z * variance.squareRoot() / (1 + z * z / n)
  // Rounding must not put the share itself outside.
  return max(0, min(share, center - half))...min(1, max(share, center + half))
}
