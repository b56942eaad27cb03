import DigitRecognition

/// What `classify` prints of one picture: the JSON object of the contract, or a line of text.
struct ClassificationReport: PictureReport {
  private let file: String
  @ExplicitNull private var digit: Int?
  private let confidence: Double
  private let probabilities: [Double]
  private let rejected: Bool
  private let reason: String?

  private let guesses: [(name: String, probability: Double)]

  private enum CodingKeys: String, CodingKey {
    case file, digit, confidence, probabilities, rejected, reason
  }

  /// - Parameter guesses: how many classes the text names.
  init(file: String, _ answer: Classification, classNames: [String], guesses: Int) {
    self.file = file
    digit = answer.className.flatMap { name in Int(name) ?? answer.best }
    confidence = rounded(Double(answer.confidence), places: 6)
    probabilities = answer.probabilities.map { rounded(Double($0), places: 6) }
    rejected = answer.rejection != nil
    reason = answer.rejection?.rawValue
    self.guesses = answer.top(guesses).map { (classNames[$0.index], Double($0.probability)) }
  }

  /// One line for people.
  var text: String {
    let list = guesses.map { "\($0.name) (\(percent($0.probability, places: 1)))" }
      .joined(separator: ", ")
    switch reason {
    case nil: return "\(file): \(list)"
    case "blank": return "\(file): blank"
    case .some(let reason): return "\(file): \(reason); best guess \(list)"
    }
  }
}

/// The JSON object of a picture that cannot be read.
struct FailedFile: Encodable {
  let file: String
  let error: String
}
