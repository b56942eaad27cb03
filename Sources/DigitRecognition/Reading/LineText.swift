import DigitData

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
    let (lattice, path) = bestPath()
    let digits = path.filter(\.isDigit)
    guard let first = digits.first else { return nil }
    let probabilities = PathProbabilities(lattice)
    let widest = widestGap(of: digits)
    var words: [Reading.Word] = []
    var text = ""
    var own: [Token] = []
    var last = first.piece.box
    var digit = last
    var marks = ""
    var start = 0
    func close(before end: Int) {
      if !own.isEmpty, isNumber(own) {
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
        let gap = min(widest, Self.widestGapAtMark * height)
        if let next, !own.isEmpty, !isInColon(position, of: path),
          token.piece.box.gap(after: last) <= gap,
          next.piece.box.gap(after: token.piece.box) <= gap,
          let mark = Punctuation(token.piece.box, between: digit, and: next.piece.box)
        {
          if keepsPunctuation { marks.append(mark.character) }
          last = last.union(token.piece.box)
        }
        continue
      }
      let box = token.piece.box
      if !own.isEmpty, box.gap(after: last) > widest {
        close(before: token.step.segments.lowerBound)
      }
      text += marks + String(token.digit)
      marks = ""
      own.append(token)
      (last, digit) = (box, box)
    }
    close(before: lattice.count)
    return words.isEmpty ? nil : Reading.Line(words: words)
  }

  /// Whether a mark has another one above or below it: a colon ends a word.
  private func isInColon(_ position: Int, of path: [Token]) -> Bool {
    let box = path[position].piece.box
    return [position - 1, position + 1].contains { other in
      guard path.indices.contains(other), !path[other].isDigit else { return false }
      let beside = path[other].piece.box
      return beside.gap(after: box) < 0 && box.gap(after: beside) < 0
    }
  }

  /// Whether a word's pieces look like digits, and not like letters or, alone, like a sign or a blot.
  ///
  /// The mean, since one misshapen digit does not spoil a number: of 2,000 synthetic lines with 4 to 10
  /// digits, a third of them overlapping, one has a lower one. Letters and signs often have.
  private func isNumber(_ word: [Token]) -> Bool {
    let mean = word.reduce(0) { $0 + $1.piece.score.isDigit } / Float(word.count)
    return mean >= (word.count < 3 ? 0.1 : 0.5)
  }

  // MARK: - Implementation

  /// A mark is further from no digit of its word than this, in units of the digits' height: what is
  /// left of a table's lines stands in the middle of wider gaps.
  private static let widestGapAtMark = 0.8

  /// The cost of taking a comma for a part of the digit beside it, which alone is about as dear as to
  /// leave the comma.
  private static let costOfTakenMark = 0.75

  /// Whether a piece of several blobs takes a point or a comma beside the foot of its digit; the
  /// parts of a broken digit lie above one another or are larger.
  private func takesMark(_ piece: Piece) -> Bool {
    guard piece.blobs > 1 else { return false }
    let boxes = reader.segments[piece.segments].map(\.part.box)
    guard let digit = boxes.max(by: { $0.height < $1.height }) else { return false }
    let foot = Double(digit.y) + 0.7 * Double(digit.height)
    return boxes.contains { box in
      Double(box.height) < LineFinder.leastShare * height && Double(box.width) < 0.3 * height
        && Double(box.y) + Double(box.height) / 2 > foot
        && max(box.gap(after: digit), digit.gap(after: box)) >= 0
    }
  }

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

  /// All ways to read the line, and the best of them.
  private func bestPath() -> (Lattice, path: [Token]) {
    let plain = lattice(slashes: [])
    let path = tokens(of: plain)
    let slashes = slashes(among: path)
    guard !slashes.isEmpty else { return (plain, path) }
    // Once more, so that probabilities are those of a line with these slashes.
    let marked = lattice(slashes: slashes)
    return (marked, tokens(of: marked))
  }

  private func tokens(of lattice: Lattice) -> [Token] {
    lattice.bestPath().compactMap { step in
      step.piece < 0 ? nil : Token(piece: reader.pieces[step.piece], step: step)
    }
  }

  /// The lattice in which the pieces at the positions `slashes` are marks and no digits.
  private func lattice(slashes: Set<Int>) -> Lattice {
    let cost = PieceCost(height: height)
    var steps: [LatticeStep] = []
    for (index, piece) in reader.pieces.enumerated() {
      let isSlash = slashes.contains(index)
      if !isSlash {
        let taken = takesMark(piece) ? Self.costOfTakenMark : 0
        steps.append(
          LatticeStep(
            index, piece.segments, digits: cost.digits(piece), shapeCost: cost.shape(piece) + taken,
            cost: cost.digit(piece) + taken))
      }
      if let mark = isSlash ? 0 : cost.mark(piece) {
        steps.append(LatticeStep(mark: index, piece.segments, cost: mark))
      }
    }
    // The path also has to pass specks, which have no picture.
    for segment in reader.segments.indices {
      steps.append(LatticeStep(mark: -1, segment..<segment + 1, cost: 12))
    }
    return Lattice(steps: steps, count: reader.segments.count)
  }

  /// The positions of pieces that were read as digits and are slashes.
  private func slashes(among path: [Token]) -> Set<Int> {
    let tokens = path.map { token in
      let moments = InkMoments(
        GrayImage(
          width: PreparedImage.side, height: PreparedImage.side, pixels: token.piece.ownPicture))
      return Slashes.Token(
        isDigit: token.isDigit, height: Double(token.piece.box.height) / height,
        isBare: moments.elongation >= 4, slope: moments.slope)
    }
    return Set(Slashes(tokens).positions().map { path[$0].step.piece })
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

extension PixelBox {
  /// The empty columns between `other` on the left and this box, negative where they overlap.
  fileprivate func gap(after other: PixelBox) -> Double { Double(x - (other.x + other.width)) }
}
