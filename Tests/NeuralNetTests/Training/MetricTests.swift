import NeuralNet
import Testing

@Suite struct MetricTests {
  @Test func moreAccuracyAndLessErrorAreBetter() {
    #expect(Metric.accuracy(0.9).isBetter(than: .accuracy(0.8)))
    #expect(!Metric.accuracy(0.8).isBetter(than: .accuracy(0.9)))
    #expect(!Metric.accuracy(0.8).isBetter(than: .accuracy(0.8)))
    #expect(Metric.rootMeanSquaredError(0.8).isBetter(than: .rootMeanSquaredError(0.9)))
    #expect(!Metric.rootMeanSquaredError(0.9).isBetter(than: .rootMeanSquaredError(0.8)))
    #expect(!Metric.rootMeanSquaredError(0.8).isBetter(than: .rootMeanSquaredError(0.8)))
  }

  @Test func figuresForDifferentTargetsAreNotCompared() {
    #expect(!Metric.accuracy(0.9).isBetter(than: .rootMeanSquaredError(0.1)))
    #expect(!Metric.rootMeanSquaredError(0.1).isBetter(than: .accuracy(0.9)))
  }

  @Test func notANumberIsNeverBetter() {
    #expect(!Metric.accuracy(.nan).isBetter(than: .accuracy(0)))
    #expect(!Metric.rootMeanSquaredError(.nan).isBetter(than: .rootMeanSquaredError(.infinity)))
  }
}
