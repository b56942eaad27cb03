import DigitRecognition
import Testing

@Suite struct AccuracyCurveTests {
  @Test func theSurestAnswersComeFirst() {
    let curve = AccuracyCurve([(0.5, true), (0.9, true), (0.2, false), (0.7, false)])
    #expect(curve.points.map(\.share) == [0.25, 0.5, 0.75, 1])
    #expect(curve.points.map(\.confidence) == [0.9, 0.7, 0.5, 0.2])
    #expect(curve.points.map(\.accuracy) == [1, 0.5, 0.666667, 0.5])
    #expect(curve.point(answering: 0.6)?.share == 0.75)
    #expect(curve.point(answering: 1)?.confidence == 0.2)
  }

  /// No least confidence answers one of them and not the other.
  @Test func equallySureAnswersStayTogether() {
    let curve = AccuracyCurve([(1, true), (1, false), (1, true), (0, true)])
    #expect(curve.points.map(\.share) == [0.75, 1])
    #expect(curve.points.map(\.accuracy) == [0.666667, 0.75])
  }

  @Test func manyAnswersHaveAPointForEachHundredth() {
    let curve = AccuracyCurve((0..<5_000).map { (Double($0) / 5_000, $0 % 10 != 0) })
    #expect(curve.points.count == 100)
    #expect(curve.points.last?.share == 1 && curve.points.last?.accuracy == 0.9)
    #expect(zip(curve.points, curve.points.dropFirst()).allSatisfy { $0.share < $1.share })
  }

  @Test func nothingIsNoCurve() {
    #expect(AccuracyCurve([]).points.isEmpty)
    #expect(AccuracyCurve([]).point(answering: 0.5) == nil)
  }

  @Test func theEvaluationHasTheCurveOfItsConfidences() {
    let evaluation = Evaluation(
      probabilities: [0.9, 0.1, 0.2, 0.8, 0.7, 0.3, 0.4, 0.6], labels: [0, 1, 1, 1],
      classNames: ["a", "b"])
    #expect(evaluation.curve.points.map(\.accuracy) == [1, 1, 0.666667, 0.75])
  }
}
