import DigitRecognition
import Testing

@Suite struct AxisTests {
  @Test func linearTicksAreTheMultiplesInside() {
    let axis = Axis.linear("", -2.5...2.5, step: 1)
    #expect(axis.ticks.map(\.label) == ["-2", "-1", "0", "1", "2"])
    #expect(Axis.linear("", 0...1, step: 0.5).ticks.map(\.label) == ["0.0", "0.5", "1.0"])
    #expect([-2.5, 0, 2.5].map(axis.position) == [0, 0.5, 1])
  }

  @Test func logarithmicTicksArePowersOfTen() {
    let axis = Axis.logarithmic("", exponents: -3...1, spacing: 2)
    #expect(axis.ticks.map(\.label) == ["1e-2", "1"])
    #expect(abs(axis.position(of: 0.1) - 0.5) < 1e-12)
    #expect(axis.ticks.map(\.value) == [0.01, 1])
  }

  @Test func zeroLiesBelowALogarithmicAxis() {
    let position = Axis.logarithmic("", exponents: -3...1).position(of: 0)
    #expect(position < 0 && position.isFinite)
  }
}
