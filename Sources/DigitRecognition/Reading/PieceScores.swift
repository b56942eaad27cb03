import NeuralNet

/// The network's opinion of one piece of ink.
struct PieceScore {
  /// The calibrated probability of each digit, if the piece is a digit.
  var digits: [Float]
  /// The probability that the piece is no whole digit.
  var notADigit: Float
  /// The probability that the piece is more than one digit.
  var severalDigits: Float

  /// Nothing is known about the piece.
  static let unknown = PieceScore(
    digits: Array(repeating: 0.1, count: 10), notADigit: 0.3, severalDigits: 0.3)

  /// The most probable digit.
  var best: Int { digits.indices.max { digits[$0] < digits[$1] } ?? 0 }
  /// The probability that the piece is ``best``.
  var confidence: Float { digits[best] * isDigit }
  /// The probability that the piece is one digit.
  var isDigit: Float { max(0, 1 - notADigit - severalDigits) }
}

extension Recognizer {
  /// Scores pieces of ink, framed as MNIST frames digits, in one batch.
  ///
  /// Without outputs for refusals a model's answers are taken for digits, whatever they show.
  ///
  /// - Parameter pieces: 784 amounts of ink for each piece.
  func scores(of pieces: [[UInt8]]) -> [PieceScore] {
    guard !pieces.isEmpty else { return [] }
    let scores = scores(ofFramed: pieces.flatMap { $0 })
    let count = classes.names.count
    let names = classes.names.map(Classification.digit(named:))
    return pieces.indices.map { piece in
      let own = scores.probabilities[piece * count..<(piece + 1) * count]
      var digits = [Float](repeating: 0, count: 10)
      for (probability, name) in zip(own, names) {
        if let name { digits[name] = probability }
      }
      // Classes beside the digits, of a model with classes of its own, are no digits.
      let sum = digits.reduce(0, +)
      let refusal = scores.refusals.isEmpty ? nil : scores.refusals[piece]
      let severalDigits = refusal?.severalDigits ?? 0
      let notADigit = (refusal?.notADigit ?? 0) + (1 - (refusal?.total ?? 0)) * max(0, 1 - sum)
      return PieceScore(
        digits: digits.map { $0 / max(sum, 1e-6) }, notADigit: notADigit,
        severalDigits: severalDigits)
    }
  }
}
