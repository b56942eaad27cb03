#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The probability of a reading among all ways to read a line.
///
/// Every path through the lattice has a weight that falls exponentially with its cost, and within a
/// step its digits have their own probabilities. Sums over all paths then say how probable a digit at
/// a place is, and how probable a text is, wherever the digits were cut apart: the sum-product
/// algorithm, the forward-backward one on a lattice (Rabiner 1989).
struct PathProbabilities {
  /// The steps by their ends.
  private let steps: [LatticeStep]
  /// For each step, the probability that a path which passes the step's end came by it.
  private let arrival: [Double]
  /// For each place between two segments, the probability that a path passes it.
  private let passing: [Double]

  /// Probabilities of the paths of `lattice`.
  init(_ lattice: Lattice) {
    steps = lattice.steps.sorted { $0.segments.upperBound < $1.segments.upperBound }
    // The logarithm of the sum of the weights of all paths from the start to each place.
    var sums = [Double](repeating: -.infinity, count: lattice.count + 1)
    sums[0] = 0
    for step in steps {
      let (start, end) = (step.segments.lowerBound, step.segments.upperBound)
      sums[end] = Self.sum(sums[end], sums[start] + Self.weight(step))
    }
    arrival = steps.map { step in
      let (start, end) = (step.segments.lowerBound, step.segments.upperBound)
      guard sums[start] > -.infinity else { return 0 }
      return exp(sums[start] + Self.weight(step) - sums[end])
    }
    var passing = [Double](repeating: 0, count: lattice.count + 1)
    passing[lattice.count] = 1
    for (step, arrival) in zip(steps, arrival).reversed() {
      passing[step.segments.lowerBound] += passing[step.segments.upperBound] * arrival
    }
    self.passing = passing
  }

  /// The probability of each digit, 0 to 9, as what `segment` is a part of.
  func digits(at segment: Int) -> [Double] {
    var shares = [Double](repeating: 0, count: 10)
    for (step, arrival) in zip(steps, arrival)
    where step.isDigit && step.segments.contains(segment) {
      let share = arrival * passing[step.segments.upperBound]
      for digit in shares.indices { shares[digit] += share * Double(step.digits[digit]) }
    }
    return shares
  }

  /// The probability that `text` and nothing else is what `segments` spell.
  ///
  /// - Parameter text: digits, 0 to 9.
  func probability(of text: [Int], over segments: Range<Int>) -> Double {
    // For each place, the probability of having come to it from the first one, by the number of the
    // text's digits that were spelled on the way.
    var spelled = Array(
      repeating: [Double](repeating: 0, count: text.count + 1), count: segments.count + 1)
    spelled[0][0] = 1
    for (step, arrival) in zip(steps, arrival)
    where step.segments.lowerBound >= segments.lowerBound
      && step.segments.upperBound <= segments.upperBound
    {
      let start = step.segments.lowerBound - segments.lowerBound
      let end = step.segments.upperBound - segments.lowerBound
      for count in 0...text.count where spelled[start][count] > 0 {
        let come = arrival * spelled[start][count]
        if !step.isDigit {
          spelled[end][count] += come
        } else if count < text.count {
          spelled[end][count + 1] += come * Double(step.digits[text[count]])
        }
      }
    }
    return spelled[segments.count][text.count] * passing[segments.upperBound]
  }

  // MARK: - Implementation

  /// The factor of the costs in a path's weight, an inverse temperature.
  ///
  /// The only constant that was fitted: the negative log-likelihood of "this word is right" and "this
  /// line is right" is least between 5 and 8, over synthetic lines and pages of digits that the model
  /// was not trained on. Calibration errors hardly differ in that range, so another model needs no
  /// other value.
  private static let sharpness = 6.0

  /// The logarithm of a step's weight, whichever digit it is.
  private static func weight(_ step: LatticeStep) -> Double { -sharpness * step.shapeCost }

  /// The logarithm of the sum of two numbers given by theirs.
  private static func sum(_ first: Double, _ second: Double) -> Double {
    let larger = max(first, second)
    guard larger > -.infinity else { return larger }
    return larger + log1p(exp(min(first, second) - larger))
  }
}
