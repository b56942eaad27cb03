import NeuralNet
import Testing

/// Values worked out by hand.
@Suite struct LossTests {
  private static let targets: [Float] = [0, 1, 0]

  @Test func crossEntropyIsTheLogarithmOfTheProbability() {
    let loss = Loss.crossEntropy()
    // Equal logits: a third each.
    #expect(abs(loss.value([5, 5, 5], targets: Self.targets) - 1.098_612_288_668) < 1e-9)
    // -1 + log(e^0 + e^1 + e^2) = log(1 + e + e^2) - 1
    #expect(abs(loss.value([0, 1, 2], targets: Self.targets) - 1.407_605_964_444) < 1e-9)
    // Label smoothing is a training aid and does not change the figure.
    let smoothed = Loss.crossEntropy(labelSmoothing: 0.3)
    #expect(
      smoothed.value([0, 1, 2], targets: Self.targets)
        == loss.value([0, 1, 2], targets: Self.targets))
  }

  @Test func hugeLogitsStayFinite() {
    let loss = Loss.crossEntropy()
    #expect(loss.value([0, 1e30, -1e30], targets: Self.targets) == 0)
    #expect(abs(loss.value([1e4, 0, 0], targets: Self.targets) - 1e4) < 1e-6)
  }

  @Test func squaredErrorIsTheMeanOverOutputs() {
    // (0.25 + 4 + 9) / 3
    let value = Loss.meanSquaredError.value([0.5, -1, 3], targets: Self.targets)
    #expect(abs(value - 13.25 / 3) < 1e-12)
  }

  @Test func huberIsQuadraticNearTheTargetAndLinearBeyond() {
    // Differences 0.5, 2 and 3 with delta 1: 0.125, 2 - 0.5 and 3 - 0.5.
    let value = Loss.huber(delta: 1).value([0.5, -1, 3], targets: Self.targets)
    #expect(abs(value - (0.125 + 1.5 + 2.5) / 3) < 1e-12)
    // With delta 4 all are quadratic: half the squared error.
    let quadratic = Loss.huber(delta: 4).value([0.5, -1, 3], targets: Self.targets)
    #expect(abs(quadratic - 13.25 / 6) < 1e-12)
  }
}
