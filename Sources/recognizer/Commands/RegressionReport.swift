import DigitRecognition

/// What `classify` prints of one picture by a model that predicts numbers.
struct RegressionReport: PictureReport {
  private let file: String
  @ExplicitNull private var values: [Double]?
  private let rejected: Bool
  private let reason: String?

  /// - Parameter values: the numbers; nothing where the picture has no ink.
  init(file: String, values: [Float]?) {
    self.file = file
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
