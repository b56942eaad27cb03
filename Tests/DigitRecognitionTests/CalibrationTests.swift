import DigitRecognition
import Foundation
import RecognizerRandomNumbers
import Testing

@Suite struct CalibrationTests {
  /// Labels drawn from the probabilities of known logits; the logits are then sharpened.
  @Test(arguments: [0.5, 1, 3])
  func findsTheTemperature(sharpening: Double) {
    var generator = SplitMix64(seed: 5)
    var logits: [Float] = []
    var labels: [Int] = []
    for _ in 0..<20_000 {
      let own = (0..<4).map { _ in Double(generator.uniform(in: -2...2)) }
      let powers = own.map { exp($0) }
      var rest = Double(generator.uniform()) * powers.reduce(0, +)
      let label = powers.firstIndex { power in
        rest -= power
        return rest < 0
      }
      labels.append(label ?? 3)
      logits += own.map { Float($0 * sharpening) }
    }
    let temperature = TemperatureScaling.fit(logits: logits, labels: labels, classes: 4)
    #expect(abs(Double(temperature) / sharpening - 1) < 0.05)
  }

  @Test func withoutSamplesNothingChanges() {
    #expect(TemperatureScaling.fit(logits: [], labels: [], classes: 10) == 1)
  }

  @Test func hugeLogitsStayFinite() {
    let temperature = TemperatureScaling.fit(
      logits: [1e30, -1e30, -1e30, 1e30], labels: [0, 1], classes: 2)
    #expect((0.04...21).contains(temperature))
  }

  @Test func thresholdWithholdsAShare() {
    let confidences = (0..<5000).map { Float($0) / 5000 }
    let threshold = RejectionThreshold.fit(confidences: confidences.shuffled())
    #expect(confidences.count { $0 < threshold } == 5)
    #expect(RejectionThreshold.fit(confidences: [0.1, 0.2]) == 0)
  }
}
