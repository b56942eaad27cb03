import DigitData
import DigitRecognition
import Foundation
import Testing

/// The figures of predicted numbers, against figures worked out by hand.
struct RegressionEvaluationTests {
  /// Errors 1, -2, 0 and 3 of the numbers 0, 4, 8 and 12.
  private let example = RegressionEvaluation(predicted: [1, 2, 8, 15], values: [0, 4, 8, 12])

  @Test func figures() throws {
    #expect(example.count == 4)
    #expect(abs(example.rmse - 3.5.squareRoot()) < 1e-12)
    #expect(example.mae == 1.5)
    // The variance of the true numbers is 20.
    #expect(abs(try #require(example.r2) - (1 - 3.5 / 20)) < 1e-12)
    #expect(example.scores[0].bias == 0.5)
    #expect(example.predictions.map(\.index) == [3, 1, 0, 2])
    #expect(example.predictions[0].error == 3)
    // Squared errors 1, 4, 0, 9: variance 12.25, and 1.96 times its root over two.
    let half = 1.959964 * (12.25 / 4.0).squareRoot()
    #expect(abs(example.rmseInterval.upperBound - (3.5 + half).squareRoot()) < 1e-12)
    #expect(abs(example.rmseInterval.lowerBound - (3.5 - half).squareRoot()) < 1e-12)
  }

  @Test func severalNumbersPerSample() {
    let evaluation = RegressionEvaluation(
      predicted: [1, 10, 2, 10, 3, 13], values: [1, 10, 1, 10, 1, 10], width: 2)
    #expect(evaluation.count == 3)
    #expect(abs(evaluation.scores[0].rmse - (5.0 / 3).squareRoot()) < 1e-12)
    #expect(abs(evaluation.scores[1].rmse - 3.0.squareRoot()) < 1e-12)
    #expect(abs(evaluation.rmse - (14.0 / 6).squareRoot()) < 1e-12)
    // The true numbers are all the same: there is no variance to explain.
    #expect(evaluation.r2 == nil)
  }

  @Test func whatIsNotFiniteCountsAsZero() {
    let evaluation = RegressionEvaluation(predicted: [.nan, .infinity], values: [3, 4])
    #expect(abs(evaluation.rmse - 12.5.squareRoot()) < 1e-12)
    #expect(RegressionEvaluation(predicted: [], values: []).rmse == 0)
  }

  @Test func sheetAndPageShowTheWorst() {
    let images = RegressionImages(
      width: 2, height: 2, pixels: [UInt8](repeating: 0, count: 12) + [255, 255, 255, 255],
      values: [0, 4, 8, 12])
    let sheet = ContactSheet.mistakes(example, of: images)
    // The last picture is all ink, and first on the sheet.
    #expect((0..<6).allSatisfy { sheet[6 + $0, 6 + $0] == 0 })
    let page = HTMLReport.page(example, of: images, title: "a & b")
    #expect(page.contains("RMSE 1.8708") && page.contains("a &amp; b"))
    #expect(page.components(separatedBy: "<circle").count == 5)
    #expect(page.components(separatedBy: "<figure>").count == 5)
    for outside in ["http:", "https:", "<script", "<link"] { #expect(!page.contains(outside)) }
  }
}
