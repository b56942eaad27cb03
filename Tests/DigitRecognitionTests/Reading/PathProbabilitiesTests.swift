import Foundation
import Testing

@testable import DigitRecognition

/// Sums over all paths of small lattices, against sums by hand.
@Suite struct PathProbabilitiesTests {
  /// Ten probabilities, all 0 but those given.
  private func digits(_ given: [Int: Float]) -> [Float] { (0..<10).map { given[$0] ?? 0 } }

  private func step(_ segments: Range<Int>, _ given: [Int: Float], cost: Double) -> LatticeStep {
    LatticeStep(0, segments, digits: digits(given), shapeCost: cost, cost: cost)
  }

  /// Two segments: 1 and 7, or together a 4 or a 9, as likely as that.
  private var lattice: Lattice {
    Lattice(
      steps: [
        step(0..<1, [1: 1], cost: 0.5), step(1..<2, [7: 0.8, 2: 0.2], cost: 0.5),
        step(0..<2, [4: 0.6, 9: 0.4], cost: 1),
      ], count: 2)
  }

  @Test func textsShareWhatAllPathsWeigh() {
    let paths = PathProbabilities(lattice)
    for (text, share) in [
      ([1, 7], 0.4), ([1, 2], 0.1), ([4], 0.3), ([9], 0.2), ([1], 0), ([], 0),
    ] {
      #expect(abs(paths.probability(of: text, over: 0..<2) - share) < 1e-6, "\(text)")
    }
  }

  @Test func aDigitIsAsProbableAsAllPathsThatReadIt() {
    let paths = PathProbabilities(lattice)
    #expect(abs(paths.digits(at: 0)[1] - 0.5) < 1e-6)
    #expect(abs(paths.digits(at: 1)[7] - 0.4) < 1e-6)
    #expect(abs(paths.digits(at: 1)[4] - 0.3) < 1e-6)
    #expect(abs(paths.digits(at: 0).reduce(0, +) - 1) < 1e-6)
  }

  /// The same digit cut out in two ways is not two readings.
  @Test func otherCutsOfTheSameTextCountForIt() {
    let lattice = Lattice(
      steps: [
        step(0..<1, [3: 1], cost: 0), step(1..<3, [5: 1], cost: 0),
        step(0..<2, [3: 1], cost: 0), step(2..<3, [5: 1], cost: 0),
      ], count: 3)
    let paths = PathProbabilities(lattice)
    #expect(abs(paths.probability(of: [3, 5], over: 0..<3) - 1) < 1e-6)
    #expect(abs(paths.digits(at: 0)[3] - 1) < 1e-6)
  }

  @Test func marksSpellNothing() {
    let lattice = Lattice(
      steps: [
        step(0..<1, [8: 1], cost: 0), step(1..<2, [6: 1], cost: 0),
        LatticeStep(mark: 0, 1..<2, cost: 0),
      ], count: 2)
    let paths = PathProbabilities(lattice)
    #expect(abs(paths.probability(of: [8], over: 0..<2) - 0.5) < 1e-6)
    #expect(abs(paths.probability(of: [8, 6], over: 0..<2) - 0.5) < 1e-6)
  }

  @Test func theCheapestPathIsTheBest() {
    let path = Lattice(
      steps: [
        step(0..<1, [1: 1], cost: 1), step(1..<2, [7: 1], cost: 1), step(0..<2, [4: 1], cost: 1.9),
        LatticeStep(mark: 1, 0..<2, cost: 5),
      ], count: 2
    ).bestPath()
    #expect(path.map(\.segments) == [0..<2] && path[0].isDigit)
  }

  /// Costs far beyond what a sum of exponentials holds.
  @Test(arguments: [0.0, 1, 100, 1e4])
  func longLinesStayFinite(cost: Double) {
    let steps = (0..<300).flatMap {
      [
        step($0..<$0 + 1, [5: 0.9, 6: 0.1], cost: cost),
        LatticeStep(mark: 0, $0..<$0 + 1, cost: cost + 5),
      ]
    }
    let paths = PathProbabilities(Lattice(steps: steps, count: 300))
    let whole = paths.probability(of: Array(repeating: 5, count: 300), over: 0..<300)
    #expect(whole > 0 && whole < 1e-10)
    #expect(abs(paths.digits(at: 150)[5] - 0.9) < 1e-4)
  }
}
