import RecognizerRandomNumbers
import Testing

@Suite struct SplitMix64Tests {
  /// The first numbers of Vigna's reference program for the seed 1234567.
  @Test func givesThePublishedNumbers() {
    var generator = SplitMix64(seed: 1_234_567)
    let numbers = (0..<5).map { _ in generator.next() }
    #expect(
      numbers == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
  }

  @Test func streamsDifferInEachNumber() {
    var firsts: Set<UInt64> = []
    for seed in UInt64(0)..<4 {
      for stream in -2..<3 {
        for inner in 0..<3 {
          var generator = SplitMix64(seed: seed, stream: stream, inner)
          firsts.insert(generator.next())
        }
      }
    }
    #expect(firsts.count == 4 * 5 * 3)
  }

  @Test func uniformNumbersFillTheirRange() {
    var generator = SplitMix64(seed: 1)
    let numbers = (0..<10_000).map { _ in generator.uniform(in: -2...6) }
    #expect(numbers.allSatisfy { (-2..<6).contains($0) })
    // The standard deviation of the mean is 8 / sqrt(12 * 10,000), about 0.023.
    let mean = numbers.reduce(0, +) / 10_000
    #expect(abs(mean - 2) < 0.1)
    let quarters = numbers.reduce(into: [0, 0, 0, 0]) { $0[Int(($1 + 2) / 2)] += 1 }
    #expect(quarters.allSatisfy { (2300...2700).contains($0) })
  }

  @Test func anEmptyRangeIsItsValue() {
    var generator = SplitMix64(seed: 7)
    #expect(generator.uniform(in: 0.3...0.3) == 0.3)
  }
}
