import DigitRecognition

/// The output for one image: a JSON object, or a line of text.
protocol AnswerReport: Encodable {
  /// The line, without its end.
  var text: String { get }
  /// Advice on the image, for people.
  var advice: String? { get }
}

extension AnswerReport {
  var advice: String? { nil }
}

extension [String] {
  /// The list, or `nil` when it is empty: JSON then has no key for it.
  var orNil: [String]? { isEmpty ? nil : self }
}

extension Console {
  /// Says what is to be known about the image called `name`.
  func note(_ notes: [String], on name: String) {
    for note in notes { self.note("\(name): \(note)") }
  }
}

/// The output of `classify` for one image and a model that knows classes.
struct ClassificationReport: AnswerReport {
  private let file: String
  private let digit: Int?
  /// The name of the class, of a model that knows other classes than digits.
  private let className: String??
  private let confidence: Double
  private let probabilities: [Double]
  private let rejected: Bool
  private let reason: String?
  private let refusal: RefusalScores?
  private let notes: [String]?

  private let guesses: [(name: String, probability: Double)]

  private enum CodingKeys: String, CodingKey {
    case file, digit, confidence, probabilities, rejected, reason, notes
    case className = "class"
    case notADigit = "not_a_digit"
    case severalDigits = "several_digits"
  }

  /// - Parameter guesses: how many classes the text names.
  init(file: String, _ answer: Classification, classNames: [String], guesses: Int) {
    self.file = file
    digit = answer.digit
    let areDigits = classNames.allSatisfy { Classification.digit(named: $0) != nil }
    className = areDigits ? nil : .some(answer.className)
    confidence = rounded(Double(answer.confidence), places: 6)
    probabilities = answer.probabilities.map { rounded(Double($0), places: 6) }
    rejected = answer.rejection != nil
    reason = answer.rejection?.rawValue
    refusal = answer.refusal
    notes = answer.image.notes.orNil
    self.guesses = answer.top(guesses).map { (classNames[$0.index], Double($0.probability)) }
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(file, forKey: .file)
    // An answer that is withheld is `null`.
    try values.encode(digit, forKey: .digit)
    if let className { try values.encode(className, forKey: .className) }
    try values.encode(confidence, forKey: .confidence)
    try values.encode(probabilities, forKey: .probabilities)
    try values.encode(rejected, forKey: .rejected)
    try values.encodeIfPresent(reason, forKey: .reason)
    try values.encodeIfPresent(notes, forKey: .notes)
    guard let refusal else { return }
    try values.encode(rounded(Double(refusal.notADigit), places: 6), forKey: .notADigit)
    try values.encode(rounded(Double(refusal.severalDigits), places: 6), forKey: .severalDigits)
  }

  var advice: String? {
    reason == Classification.Rejection.severalDigits.rawValue
      ? "try: recognizer read \(file)" : nil
  }

  /// One line for people.
  var text: String {
    let list = guesses.map { "\($0.name) (\(percent($0.probability, places: 1)))" }
      .joined(separator: ", ")
    let score = refusal.map { " (\(percent(Double($0.total), places: 1)))" } ?? ""
    switch reason {
    case nil: return "\(file): \(list)"
    case "blank": return "\(file): blank"
    case "not-a-digit": return "\(file): not a digit\(score)"
    case "several-digits":
      return "\(file): several digits\(score); \(advice ?? "")"
    case .some(let reason): return "\(file): \(reason); best guess \(list)"
    }
  }
}

/// The output of `classify` for one image and a model that predicts numbers.
struct RegressionReport: AnswerReport {
  private let file: String
  @ExplicitNull private var values: [Double]?
  private let rejected: Bool
  private let reason: String?
  private let notes: [String]?

  init(file: String, _ prediction: Regressor.Prediction) {
    let values = prediction.values
    self.file = file
    notes = prediction.image.notes.orNil
    self.values = values?.map { rounded(Double($0), places: 4) }
    rejected = values == nil
    reason = values == nil ? Classification.Rejection.blank.rawValue : nil
  }

  /// One line for people.
  var text: String {
    guard let values else { return "\(file): blank" }
    return "\(file): " + values.map { fixed($0, places: 2) }.joined(separator: " ")
  }
}
