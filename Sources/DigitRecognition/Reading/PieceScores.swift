import DigitData
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
    let names = classes.names.map(Classification.digit(named:))
    let several = classes.names.firstIndex(of: "several-digits")
    return pieces.indices.map { piece in
      let own = values[piece * count..<(piece + 1) * count]
      var digits = [Float](repeating: 0, count: 10)
      for (probability, name) in zip(own, names) {
        if let name { digits[name] = probability }
      }
      let sum = digits.reduce(0, +)
      let severalDigits = several.map { own[own.startIndex + $0] } ?? 0
      return PieceScore(
        digits: digits.map { $0 / max(sum, 1e-6) },
        notADigit: max(0, 1 - sum - severalDigits), severalDigits: severalDigits)
    }
  }
}
