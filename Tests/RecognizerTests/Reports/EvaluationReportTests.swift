import DigitRecognition
import Foundation
import Testing
import recognizer

/// Text and JSON of evaluations.
@Suite struct EvaluationReportTests {
  private let example = Evaluation(
    probabilities: [0.9, 0.1, 0.2, 0.8, 0.7, 0.3, 0.4, 0.6], labels: [0, 1, 1, 1],
    classNames: ["a", "b"])

  @Test func keysOfTheContract() throws {
    let data = try JSONEncoder().encode(EvaluationObject(example))
    let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(
      Set(object.keys) == [
        "count", "correct", "accuracy", "accuracy_low", "accuracy_high", "loss",
        "calibration_error", "confusion", "classes", "mistakes", "images_per_second", "curve",
      ])
    let point = try #require((object["curve"] as? [[String: Any]])?.first)
    #expect(Set(point.keys) == ["share", "accuracy", "confidence"])
    let mistake = try #require((object["mistakes"] as? [[String: Any]])?.first)
    #expect(Set(mistake.keys) == ["index", "label", "predicted", "confidence"])
    let score = try #require((object["classes"] as? [[String: Any]])?.first)
    #expect(Set(score.keys) == ["class", "precision", "recall", "f1", "support"])
  }

  @Test func textNamesTheWorst() {
    let text = example.text()
    #expect(text.contains("accuracy           75.00 %"))
    #expect(text.contains("image 2: b read as a (70.0 %)"))
    #expect(text.contains("most confused: b as a (1)"))
    #expect(text.contains("  50.0 %  100.00 %           0.8000"))
    #expect(text.contains(" 100.0 %   75.00 %           0.6000"))
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity, 0, 1e30, -1e30])
  func jsonIsFiniteWhateverTheNetworkSays(value: Float) {
    let evaluation = Evaluation(
      probabilities: [Float](repeating: value, count: 6), labels: [0, 1, 1],
      classNames: ["a", "b"])
    #expect(throws: Never.self) { try JSONEncoder().encode(EvaluationObject(evaluation)) }
  }
}

@Suite struct RegressionReportTests {
  private let example = RegressionEvaluation(predicted: [1, 2, 8, 15], values: [0, 4, 8, 12])

  @Test func jsonAndText() throws {
    let data = try JSONEncoder().encode(RegressionObject(example))
    let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(
      Set(object.keys) == [
        "count", "rmse", "rmse_low", "rmse_high", "mae", "r2", "values", "mistakes",
        "images_per_second",
      ])
    let worst = try #require((object["mistakes"] as? [[String: Any]])?.first)
    #expect(worst["index"] as? Int == 3 && worst["predicted"] as? [Double] == [15])
    #expect(example.text().contains("RMSE    1.8708"))
    #expect(example.text().contains("image 3: 12.00 predicted as 15.00"))
  }

  @Test func severalNumbersHaveALineEach() {
    let evaluation = RegressionEvaluation(
      predicted: [1, 10, 2, 10, 3, 13], values: [1, 10, 1, 10, 1, 10], width: 2)
    #expect(evaluation.text().contains("number 2: RMSE 1.7321, MAE 1.0000, R2 none, bias 1.0000"))
  }
}
