import DigitData
import NeuralNet

/// The network's opinion of one piece of ink.
struct PieceScore {
  /// The calibrated probability of each digit, if the piece is a digit.
  var digits: [Float]
  /// The probability that the piece is not one whole digit.
  var notADigit: Float

  /// The most probable digit.
  var best: Int { digits.indices.max { digits[$0] < digits[$1] } ?? 0 }
  /// The probability that the piece is ``best``.
  var confidence: Float { digits[best] * (1 - notADigit) }
}

extension Recognizer {
  /// Scores pieces of ink, framed as MNIST frames digits, in one batch.
  ///
  /// - Parameter pieces: 784 amounts of ink for each piece.
  func scores(of pieces: [[UInt8]]) -> [PieceScore] {
    guard !pieces.isEmpty else { return [] }
    let side = PreparedImage.side
    let samples = LabeledImages(
      width: side, height: side, pixels: pieces.flatMap { $0 },
      labels: Array(repeating: 0, count: pieces.count)
    ).samples(model.normalization)
    let count = classes.names.count
    let values = probabilities(of: samples).values
    let digits = classes.names.map(Classification.digit(named:))
    return pieces.indices.map { piece in
      var own = [Float](repeating: 0, count: 10)
      for (index, digit) in digits.enumerated() {
        if let digit { own[digit] = values[piece * count + index] }
      }
      let sum = own.reduce(0, +)
      return PieceScore(
        digits: own.map { $0 / max(sum, 1e-6) }, notADigit: max(0, min(1, 1 - sum)))
    }
  }
}
