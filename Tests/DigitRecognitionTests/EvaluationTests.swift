import DigitData
import DigitRecognition
import Foundation
import Testing

@Suite struct EvaluationTests {
  /// Four samples of two classes; the third is wrong with confidence 0.7.
  private let example = Evaluation(
    probabilities: [0.9, 0.1, 0.2, 0.8, 0.7, 0.3, 0.4, 0.6], labels: [0, 1, 1, 1],
    classNames: ["a", "b"])

  @Test func figures() {
    #expect(example.count == 4 && example.correct == 3 && example.accuracy == 0.75)
    #expect(example.confusion == [[1, 0], [1, 2]])
    let loss = -[0.9, 0.8, 0.3, 0.6].reduce(0) { $0 + log($1) } / 4
    #expect(abs(example.loss - loss) < 1e-6)
    // Each sample is alone in its bin.
    #expect(abs(example.calibrationError - 0.35) < 1e-6)
    let score = example.classes[1]
    #expect(score.precision == 1 && abs(score.recall - 2.0 / 3) < 1e-12)
    #expect(abs(score.f1 - 0.8) < 1e-12 && score.support == 3)
    #expect(example.mistakes.map(\.index) == [2])
    #expect(example.confusedPairs.map(\.count) == [1])
  }

  /// Wilson's interval of 9,900 in 10,000, by hand: 0.98786 to 0.99177.
  @Test func interval() {
    let labels = [UInt8](repeating: 0, count: 10_000)
    var probabilities: [Float] = []
    for sample in 0..<10_000 { probabilities += sample < 9_900 ? [1, 0] : [0, 1] }
    let range = Evaluation(
      probabilities: probabilities, labels: labels, classNames: ["a", "b"]
    ).accuracyInterval
    #expect(abs(range.lowerBound - 0.98786) < 1e-5)
    #expect(abs(range.upperBound - 0.99177) < 1e-5)
  }

  @Test func nothingToEvaluateIsFinite() {
    let empty = Evaluation(probabilities: [], labels: [], classNames: ["a", "b"])
    #expect(empty.accuracy == 0 && empty.loss == 0 && empty.calibrationError == 0)
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity, 0, 1e30, -1e30])
  func figuresAreFiniteWhateverTheNetworkSays(value: Float) {
    let evaluation = Evaluation(
      probabilities: [Float](repeating: value, count: 6), labels: [0, 1, 1],
      classNames: ["a", "b"])
    #expect(evaluation.loss.isFinite && evaluation.calibrationError.isFinite)
    #expect(evaluation.mistakes.map(\.index) == [1, 2])
  }

  @Test(arguments: 0...30)
  func theIntervalHoldsTheAccuracy(correct: Int) {
    let evaluation = Evaluation(
      probabilities: (0..<30).flatMap { $0 < correct ? [1, 0] : [0, 1] as [Float] },
      labels: [UInt8](repeating: 0, count: 30), classNames: ["a", "b"])
    #expect(evaluation.accuracyInterval.contains(evaluation.accuracy))
    #expect(evaluation.mistakes.count == evaluation.count - evaluation.correct)
  }

  @Test func thePageNeedsNothingFromOutside() {
    let images = LabeledImages(
      width: 2, height: 2, pixels: Array(repeating: 9, count: 16), labels: [0, 1, 1, 1],
      classNames: ["a", "b"])
    let page = HTMLReport.page(example, of: images, title: "t")
    #expect(page.contains("data:image/png;base64,iVBORw0KGgo"))
    for outside in ["http:", "https:", "src=\"/", "<script", "<link", "@import"] {
      #expect(!page.contains(outside), "\(outside)")
    }
  }

  @Test func sheetAndPageShowEveryMistake() {
    let images = LabeledImages(
      width: 2, height: 2, pixels: Array(repeating: 255, count: 16), labels: [0, 1, 1, 1],
      classNames: ["a", "<b>"])
    let sheet = ContactSheet.mistakes(example, of: images)
    // The 2x2 picture of the mistake is all ink, three times as large.
    #expect((0..<6).allSatisfy { sheet[6 + $0, 6 + $0] == 0 })
    let page = HTMLReport.page(example, of: images, title: "a & b")
    #expect(page.contains("a &amp; b"))
    #expect(page.components(separatedBy: "<figure>").count == 2)
  }
}
