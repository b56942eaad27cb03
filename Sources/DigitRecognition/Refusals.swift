package import NeuralNet

/// The probabilities that a picture is not one digit.
package struct RefusalScores: Hashable, Sendable {
  /// The probability that the picture shows no whole digit.
  package let notADigit: Float
  /// The probability that it shows several digits.
  package let severalDigits: Float

  /// The probability that it does not show one digit.
  package var total: Float { notADigit + severalDigits }

  /// The reason to give: several digits unless no digit is far more probable.
  ///
  /// Of pages and lines with the rests of ruling lines, ink that is no digit is a part, and advice to
  /// read what is no page costs little.
  var reason: Classification.Rejection {
    severalDigits > notADigit / 8 ? .severalDigits : .notADigit
  }
}

/// A network's answers to pictures: calibrated probabilities of the classes, and of none of them.
package struct ClassScores: Sendable {
  /// The probability of each class given that the picture shows one of them: `count x classes`,
  /// picture after picture.
  package let probabilities: [Float]
  /// A picture each; empty for a model without outputs for refusals.
  package let refusals: [RefusalScores]

  /// - Parameter logits: `count x classes.outputCount`, picture after picture.
  package init(logits: [Float], _ classes: ClassOutput) {
    let (outputs, known) = (classes.outputCount, classes.names.count)
    let names = classes.refusals?.names ?? []
    func position(_ reason: Classification.Rejection) -> Int? {
      names.firstIndex(of: reason.rawValue).map { known + $0 }
    }
    let (nothing, several) = (position(.notADigit), position(.severalDigits))
    let temperature = Double(classes.temperature)
    var probabilities: [Float] = []
    var refusals: [RefusalScores] = []
    probabilities.reserveCapacity(logits.count / max(outputs, 1) * known)
    for start in stride(from: 0, to: logits.count, by: outputs) {
      let own = logits[start..<start + outputs].map(Double.init)
      probabilities += softmax(own[..<known], temperature: temperature).map { Float($0) }
      guard !names.isEmpty else { continue }
      let all = softmax(own, temperature: temperature)
      refusals.append(
        RefusalScores(
          notADigit: nothing.map { Float(all[$0]) } ?? 0,
          severalDigits: several.map { Float(all[$0]) } ?? 0))
    }
    self.probabilities = probabilities
    self.refusals = refusals
  }
}

extension ClassScores {
  /// The most probable class of a picture, and its probability.
  func best(_ picture: Int, of classes: ClassOutput) -> (index: Int, probability: Float) {
    let known = classes.names.count
    let own = probabilities[picture * known..<(picture + 1) * known]
    let best = own.indices.max { own[$0] < own[$1] } ?? own.startIndex
    return (best - own.startIndex, own[best])
  }

  /// Why the answer about a picture is withheld; `nil` when it is not.
  ///
  /// - Parameter rejectBelow: the least confidence of an answer; `nil` for the model's threshold.
  package func rejection(
    _ picture: Int, of classes: ClassOutput, rejectBelow: Float? = nil
  ) -> Classification.Rejection? {
    if let threshold = classes.refusals?.threshold, refusals[picture].total >= threshold {
      return refusals[picture].reason
    }
    let confidence = best(picture, of: classes).probability
    return confidence < rejectBelow ?? classes.rejectionThreshold ? .unsure : nil
  }
}

extension RefusalOutput {
  /// The outputs of a network that refuses what is not one digit.
  static let ofDigits = RefusalOutput(
    names: [Classification.Rejection.notADigit, .severalDigits].map(\.rawValue))
}
