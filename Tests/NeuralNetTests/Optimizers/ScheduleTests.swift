import NeuralNet
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct ScheduleTests {
  @Test func constantStaysAtThePeak() {
    #expect((0..<10).allSatisfy { Schedule.constant.factor(step: $0, of: 10) == 1 })
  }

  @Test func cosineFallsFromThePeakToZero() {
    let factors = (0..<101).map { Schedule.cosine.factor(step: $0, of: 101) }
    #expect(factors[0] == 1)
    #expect(abs(factors[50] - 0.5) < 1e-6)
    #expect(abs(factors[100]) < 1e-6)
    // (1 + cos(pi / 4)) / 2
    #expect(abs(factors[25] - 0.853_553_4) < 1e-6)
    #expect(zip(factors, factors.dropFirst()).allSatisfy { $0 > $1 })
  }

  @Test(arguments: [Float(0.1), 0.3, 0.5])
  func oneCycleRisesToThePeakAndFalls(warmUp: Float) {
    let factors = (0..<1001).map { Schedule.oneCycle(warmUp: warmUp).factor(step: $0, of: 1001) }
    let peak = Int((1000 * warmUp).rounded())
    #expect(abs(factors[0] - 0.04) < 1e-6)
    #expect(abs(factors[peak / 2] - 0.52) < 0.01)
    #expect(abs(factors[peak] - 1) < 1e-4)
    #expect(abs(factors[1000] - 4e-6) < 1e-6)
    #expect(zip(factors[..<peak], factors[1..<peak]).allSatisfy { $0 < $1 })
    #expect(zip(factors[(peak + 1)...], factors[(peak + 2)...]).allSatisfy { $0 > $1 })
  }

  @Test(arguments: [
    Schedule.constant, .cosine, .oneCycle(), .oneCycle(warmUp: 0), .oneCycle(warmUp: 1),
  ])
  func shortRunsHaveFactorsToo(_ schedule: Schedule) {
    for steps in 0...3 {
      for step in 0..<max(steps, 1) {
        #expect((0...1.000_001).contains(schedule.factor(step: step, of: steps)))
      }
    }
  }
}
