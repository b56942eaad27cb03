/// One piece of ink, taken for a digit or a mark, on a path through a line.
struct LatticeStep {
  /// The piece's position among the line's.
  let piece: Int
  /// The segments that it takes.
  let segments: Range<Int>
  /// The probability of each digit, 0 to 9, the rest to one being that it is none; empty for a mark or
  /// a blot.
  let digits: [Float]
  /// The negative logarithm of how well the piece fits as a digit, whichever it is, or as a mark.
  let shapeCost: Double
  /// The negative logarithm of how well it fits as its best digit or as a mark.
  let cost: Double

  /// A piece taken for a digit.
  init(_ piece: Int, _ segments: Range<Int>, digits: [Float], shapeCost: Double, cost: Double) {
    self.piece = piece
    self.segments = segments
    self.digits = digits
    self.shapeCost = shapeCost
    self.cost = cost
  }

  /// A piece taken for a mark or a blot.
  init(mark piece: Int, _ segments: Range<Int>, cost: Double) {
    self.init(piece, segments, digits: [], shapeCost: cost, cost: cost)
  }

  /// Whether it is a digit; else it is a mark or a blot.
  var isDigit: Bool { !digits.isEmpty }
}

/// All ways to read a line as digits and marks, and the best of them.
struct Lattice {
  /// The steps, in any order.
  let steps: [LatticeStep]
  /// The number of segments.
  let count: Int

  /// The cheapest path, by Viterbi's algorithm.
  func bestPath() -> [LatticeStep] {
    var best = [Double](repeating: .infinity, count: count + 1)
    var last = [Int](repeating: -1, count: count + 1)
    best[0] = 0
    let order = steps.indices.sorted {
      steps[$0].segments.lowerBound < steps[$1].segments.lowerBound
    }
    for index in order {
      let step = steps[index]
      let (start, end) = (step.segments.lowerBound, step.segments.upperBound)
      guard best[start] + step.cost < best[end] else { continue }
      best[end] = best[start] + step.cost
      last[end] = index
    }
    var path: [LatticeStep] = []
    var position = count
    while position > 0, last[position] >= 0 {
      path.append(steps[last[position]])
      position = steps[last[position]].segments.lowerBound
    }
    return path.reversed()
  }
}
