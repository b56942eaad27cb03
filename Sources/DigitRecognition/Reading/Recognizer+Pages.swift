import DigitData
import NeuralNet

extension Recognizer {
  /// Digits of which the reader has to be as sure as this to make a page of a picture.
  private static let sure: Float = 0.98

  /// The same answer, or `several-digits` where no digit was found because the picture is a page of
  /// them.
  ///
  /// Framed as one digit, the digits of a page are dirt or a texture. Only what is refused anyway is
  /// looked at again, so answers cost nothing.
  func lookedAtAsPage(
    _ answer: Classification, _ image: GrayImage, _ preparation: ImagePreparation
  ) -> Classification {
    guard !preparation.isRaw, classes.refusals != nil,
      answer.rejection == .blank || answer.rejection == .notADigit
    else { return answer }
    let lines = Reader(self).read(image, polarity: preparation.polarity).lines
    let digits = lines.flatMap(\.digits)
    let sureDigits = digits.count { $0.confidence >= Self.sure }
    guard sureDigits >= 3, sureDigits * 2 >= digits.count else { return answer }
    var several = answer
    several.rejection = .severalDigits
    return several
  }
}
