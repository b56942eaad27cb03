import DigitRecognition
import NeuralNet
import Testing

@Suite struct RefusalTests {
  private static let classes: ClassOutput = {
    var classes = ClassOutput(names: ["0", "1"], temperature: 2)
    classes.refusals = RefusalOutput(names: ["not-a-digit", "several-digits"], threshold: 0.4)
    return classes
  }()

  @Test func probabilitiesAreThoseAmongTheClasses() {
    let scores = ClassScores(logits: [2, 0, 4, -10, 0, 6, -20, -20], Self.classes)
    #expect(scores.probabilities.count == 4 && scores.refusals.count == 2)
    // exp(2 / 2) / (exp(2 / 2) + exp(0))
    #expect(abs(scores.probabilities[0] - 0.731_058_6) < 1e-6)
    #expect(abs(scores.probabilities[0] + scores.probabilities[1] - 1) < 1e-6)
    // exp(2) / (exp(1) + exp(0) + exp(2) + exp(-5))
    #expect(abs(scores.refusals[0].notADigit - 0.664_843_3) < 1e-4)
    #expect(scores.refusals[1].total < 1e-5)
  }

  @Test func theStrongerReasonIsGiven() {
    let scores = ClassScores(
      logits: [0, 0, 9, 1, 0, 0, 1, 9, 9, 0, 0, 0, 0.1, 0, -9, -9], Self.classes)
    let reasons = (0..<4).map {
      scores.rejection($0, of: Self.classes, rejectBelow: 0.6)
    }
    #expect(reasons == [.notADigit, .severalDigits, nil, .unsure])
  }

  @Test func aModelWithoutRefusalsRefusesNothing() {
    let classes = ClassOutput(names: ["0", "1"])
    let scores = ClassScores(logits: [0, 3], classes)
    #expect(scores.refusals.isEmpty && scores.rejection(0, of: classes) == nil)
  }

  @Test func theThresholdRefusesAShare() {
    let scores = (0..<1000).map { Float($0) / 1000 }.shuffled()
    let threshold = RejectionThreshold.fit(refusals: scores, refusing: 0.01)
    #expect(scores.count { $0 >= threshold } == 10)
    #expect(RejectionThreshold.fit(refusals: [], refusing: 0.01) == 0.5)
  }
}
