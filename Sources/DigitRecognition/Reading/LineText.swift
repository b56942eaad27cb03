#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The reading of one line: the best path through its pieces, as words.
struct LineText {
  private let reader: LineReader
  private let height: Double

  /// The reading of a line whose pieces are all scored.
  init(_ reader: LineReader) {
    self.reader = reader
    height = reader.digitHeight
  }

  /// The line; `nil` when there is no digit in it.
  ///
  /// - Parameters:
  ///   - page: the ink that the line lies on.
  ///   - keepsPunctuation: whether marks between digits are kept in the text.
  func line(on page: PageInk, keepsPunctuation: Bool) -> Reading.Line? {
    let lattice = lattice
    let path = lattice.bestPath().compactMap { step in
      step.piece < 0 ? nil : Token(piece: reader.pieces[step.piece], step: step)
    }
    let digits = path.filter(\.isDigit)
    guard let first = digits.first else { return nil }
    let probabilities = PathProbabilities(lattice)
    let widest = widestGap(of: digits)
    var words: [Reading.Word] = []
    var text = ""
    var own: [Token] = []
    var last = first.piece.box
    var marks = ""
    var start = 0
    func close(before end: Int) {
      if !own.isEmpty, !areLetters(own) {
        let confidence = probabilities.probability(of: own.map(\.digit), over: start..<end)
        words.append(
          Reading.Word(
            text: text, digits: own.map { $0.digit(among: probabilities, on: page) },
            confidence: Float(confidence)))
      }
      if let last = own.last { start = last.step.segments.upperBound }
      (text, own, marks) = ("", [], "")
    }
    for (position, token) in path.enumerated() {
      guard token.isDigit else {
        let next = path[position...].first { $0.isDigit }
        if keepsPunctuation, let next, !own.isEmpty,
          let mark = Punctuation(token.piece.box, between: last, and: next.piece.box)
        {
          marks.append(mark.character)
          last = last.union(token.piece.box)
        }
        continue
      }
      let box = token.piece.box
      if !own.isEmpty, Double(box.x - (last.x + last.width)) > widest {
        close(before: token.step.segments.lowerBound)
      }
      text += marks + String(token.digit)
      marks = ""
      own.append(token)
      last = box
    }
    close(before: lattice.count)
    return words.isEmpty ? nil : Reading.Line(words: words)
  }

  /// Whether a word's pieces look so little like digits that they are letters.
  private func areLetters(_ word: [Token]) -> Bool {
    guard word.count >= 3 else { return false }
    let sum = word.reduce(0) { $0 + log(Double(max($1.piece.score.isDigit, 1e-3))) }
    return sum / Double(word.count) < -1.5
  }

  // MARK: - Implementation

  /// A step of the best path.
  private struct Token {
    let piece: Piece
    let step: LatticeStep

    var isDigit: Bool { step.isDigit }
    var digit: Int { piece.score.best }

    /// The digit and what else its ink may be.
    ///
    /// Where it was cut, the probabilities are those of the segment that is the surest part of it:
    /// another cut beside it leaves the digit what it is.
    func digit(among probabilities: PathProbabilities, on page: PageInk) -> Reading.Digit {
      let shares =
        step.segments.map(probabilities.digits(at:))
        .max { $0[digit] < $1[digit] } ?? []
      let others = shares.indices.filter { $0 != digit }.sorted { shares[$0] > shares[$1] }
      let guesses = ([digit] + others.prefix(2)).map {
        // A digit of the best path may be less probable by itself than another.
        Reading.Guess(digit: $0, confidence: Float(min(shares[$0], shares[digit])))
      }
      return Reading.Digit(guesses: guesses, box: page.inImage(piece.box))
    }
  }

  private var lattice: Lattice {
    let cost = PieceCost(height: height)
    var steps: [LatticeStep] = []
    for (index, piece) in reader.pieces.enumerated() {
      steps.append(
        LatticeStep(
          index, piece.segments, digits: cost.digits(piece), shapeCost: cost.shape(piece),
          cost: cost.digit(piece)))
      if let mark = cost.mark(piece) {
        steps.append(LatticeStep(mark: index, piece.segments, cost: mark))
      }
    }
    // The path also has to pass specks, which have no picture.
    for segment in reader.segments.indices {
      steps.append(LatticeStep(mark: -1, segment..<segment + 1, cost: 12))
    }
    return Lattice(steps: steps, count: reader.segments.count)
  }

  /// The gap from which on two digits are in different words.
  private func widestGap(of digits: [Token]) -> Double {
    let gaps = zip(digits, digits.dropFirst()).map {
      Double($1.piece.box.x - ($0.piece.box.x + $0.piece.box.width))
    }.sorted()
    guard gaps.count > 1 else { return 1.5 * height }
    let usual = max(gaps[gaps.count / 2], 0.1 * height)
    let narrow = max(gaps[gaps.count / 4], 0.1 * height)
    return max(0.5 * height, min(2.2 * usual, 2.5 * narrow + 0.5 * height))
  }
}
