#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One piece of ink, taken for a digit or a mark, on a path through a line.
struct LatticeStep {
  /// The piece's position among the line's.
  let piece: Int
  /// The segments that it takes.
  let segments: Range<Int>
  /// Whether it is a digit; else it is a mark or a blot.
  let isDigit: Bool
  /// The negative logarithm of how well this fits.
  let cost: Double
}

/// All ways to read a line as digits and marks, and the best of them.
struct Lattice {
  private let steps: [LatticeStep]
  private let count: Int

  /// The lattice over `count` segments.
  init(_ steps: [LatticeStep], count: Int) {
    self.steps = steps
    self.count = count
  }

  /// The cheapest path, with the probability of each of its steps among all paths.
  ///
  /// The path is Viterbi's; the probabilities are the forward-backward algorithm's.
  func bestPath() -> [(step: LatticeStep, probability: Double)] {
    var best = [Double](repeating: .infinity, count: count + 1)
    var forward = [Double](repeating: -.infinity, count: count + 1)
    var backward = forward
    var last = [Int](repeating: -1, count: count + 1)
    (best[0], forward[0], backward[count]) = (0, 0, 0)
    let order = steps.indices.sorted {
      steps[$0].segments.lowerBound < steps[$1].segments.lowerBound
    }
    for index in order {
      let step = steps[index]
      let (start, end) = (step.segments.lowerBound, step.segments.upperBound)
      guard best[start] < .infinity else { continue }
      forward[end] = Self.sum(forward[end], forward[start] - step.cost)
      if best[start] + step.cost < best[end] {
        best[end] = best[start] + step.cost
        last[end] = index
      }
    }
    let reverse = steps.indices.sorted {
      steps[$0].segments.upperBound > steps[$1].segments.upperBound
    }
    for index in reverse {
      let step = steps[index]
      let (start, end) = (step.segments.lowerBound, step.segments.upperBound)
      backward[start] = Self.sum(backward[start], backward[end] - step.cost)
    }
    var path: [(step: LatticeStep, probability: Double)] = []
    var position = count
    while position > 0, last[position] >= 0 {
      let step = steps[last[position]]
      let (start, end) = (step.segments.lowerBound, step.segments.upperBound)
      let logarithm = forward[start] - step.cost + backward[end] - forward[count]
      path.append((step, exp(min(0, logarithm))))
      position = start
    }
    return path.reversed()
  }

  /// The logarithm of the sum of two numbers given by theirs.
  private static func sum(_ first: Double, _ second: Double) -> Double {
    let larger = max(first, second)
    guard larger > -.infinity else { return larger }
    return larger + log1p(exp(min(first, second) - larger))
  }
}

/// The cost of taking a piece for a digit or for a mark.
struct PieceCost {
  /// The height of the line's digits.
  let height: Double

  /// The cost as a digit: how unlike a digit it looks, and how oddly it lies.
  ///
  /// The weights were chosen on synthetic lines from the end of MNIST's training set.
  func digit(_ piece: Piece) -> Double {
    let tall = Double(piece.box.height) / height
    let wide = Double(piece.box.width) / height
    let best = Double(max(piece.score.digits[piece.score.best], 1e-4))
    var cost = -log(best) - log(probabilityOfDigit(piece))
    if tall < 0.65 { cost += 5 * (0.65 - tall) }
    if tall < 0.35 { cost += 4 }
    if tall > 1.35 { cost += 3 * (tall - 1.35) }
    // A 2 may end in a long tail; what was cut or put together has no such excuse.
    let (widest, weight) = piece.isBlob ? (1.15, 2.0) : (1.0, 5.0)
    if wide > widest { cost += weight * (wide - widest) }
    cost += cutCost(piece)
    if piece.cuts > 0, wide < 0.15 { cost += 1.5 }
    if piece.blobs > 1 { cost += 0.15 * Double(piece.blobs - 1) + 3 * piece.gap / height }
    return cost
  }

  /// The cost of the cuts at its ends: of their number, and of the ink that they cross.
  private func cutCost(_ piece: Piece) -> Double {
    0.05 * Double(piece.cuts) + 0.8 * piece.cutInk / height
  }

  /// The cost as a mark or a blot; `nil` for what cannot be one.
  func mark(_ piece: Piece) -> Double? {
    let tall = Double(piece.box.height) / height
    let wide = Double(piece.box.width) / height
    // A slash that touches a digit.
    if piece.blobs == 1, piece.cuts > 0, tall > 1.4, tall > 1.5 * wide {
      return 1.5 + cutCost(piece)
    }
    guard piece.isBlob else { return nil }
    if tall < LineFinder.leastShare { return 0.25 + max(0, 3 * (tall - 0.25)) }
    let unlike = Double(piece.score.notADigit) + 0.1 * Double(piece.score.severalDigits)
    return 5 - log(max(unlike, 1e-3)) + max(0, 6 * (wide - 1.3))
  }

  /// Ink that stands alone is far more often one digit than a piece of a lattice is: these are the
  /// odds between them.
  private static let oddsOfBlob = 10.0
  /// Several digits that pass for one are worse than a blot that does.
  private static let weightOfSeveral = 3.0

  private func probabilityOfDigit(_ piece: Piece) -> Double {
    let share = Double(min(max(piece.score.isDigit, 1e-4), 0.9999))
    guard piece.isBlob else { return share }
    let digit = Self.oddsOfBlob * share
    let several = Self.weightOfSeveral * Double(piece.score.severalDigits)
    return digit / (digit + several + Double(piece.score.notADigit))
  }
}
