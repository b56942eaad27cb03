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
    let path = bestPath()
    let digits = path.filter(\.isDigit)
    guard let first = digits.first else { return nil }
    let widest = widestGap(of: digits)
    var words: [Reading.Word] = []
    var text = ""
    var own: [Reading.Digit] = []
    var last = first.piece.box
    var digit = last
    var marks = ""
    var likeness: [Float] = []
    func close() {
      if !own.isEmpty, !areLetters(likeness) {
        words.append(Reading.Word(text: text, digits: own))
      }
      (text, own, marks, likeness) = ("", [], "", [])
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
      if !own.isEmpty, box.gap(after: last) > widest { close() }
      text += marks + String(token.piece.score.best)
      marks = ""
      own.append(token.digit(on: page))
      likeness.append(token.piece.score.isDigit)
      (last, digit) = (box, box)
    }
    close()
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

  /// Whether a word's pieces look so little like digits that they are letters.
  ///
  /// - Parameter likeness: for each piece, the probability that it is one digit.
  private func areLetters(_ likeness: [Float]) -> Bool {
    guard likeness.count >= 3 else { return false }
    let sum = likeness.reduce(0) { $0 + log(Double(max($1, 1e-3))) }
    return sum / Double(likeness.count) < -1.5
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
    /// The piece's position among the line's.
    let position: Int
    let isDigit: Bool
    let probability: Double

    func digit(on page: PageInk) -> Reading.Digit {
      let probabilities = piece.score.digits
      let guesses = probabilities.indices.sorted { probabilities[$0] > probabilities[$1] }.prefix(3)
        .map {
          Reading.Guess(
            digit: $0,
            confidence: probabilities[$0] * piece.score.isDigit * Float(probability))
        }
      return Reading.Digit(guesses: guesses, box: page.inImage(piece.box))
    }
  }

  private func bestPath() -> [Token] {
    let path = bestPath(slashes: [])
    let slashes = slashes(among: path)
    // Once more, so that probabilities are those of a line with these slashes.
    return slashes.isEmpty ? path : bestPath(slashes: slashes)
  }

  /// The best path on which the pieces at the positions `slashes` are marks and no digits.
  private func bestPath(slashes: Set<Int>) -> [Token] {
    let cost = PieceCost(height: height)
    var steps: [LatticeStep] = []
    for (index, piece) in reader.pieces.enumerated() {
      let isSlash = slashes.contains(index)
      if !isSlash {
        steps.append(
          LatticeStep(
            piece: index, segments: piece.segments, isDigit: true,
            cost: cost.digit(piece) + (takesMark(piece) ? Self.costOfTakenMark : 0)))
      }
      if let mark = isSlash ? 0 : cost.mark(piece) {
        steps.append(
          LatticeStep(piece: index, segments: piece.segments, isDigit: false, cost: mark))
      }
    }
    // The path also has to pass specks, which have no picture.
    for segment in reader.segments.indices {
      steps.append(
        LatticeStep(piece: -1, segments: segment..<segment + 1, isDigit: false, cost: 12))
    }
    return Lattice(steps, count: reader.segments.count).bestPath().compactMap { step, probability in
      guard step.piece >= 0 else { return nil }
      return Token(
        piece: reader.pieces[step.piece], position: step.piece, isDigit: step.isDigit,
        probability: probability)
    }
  }

  /// The positions of pieces that were read as digits and are slashes.
  private func slashes(among path: [Token]) -> Set<Int> {
    let tokens = path.map { token in
      let moments = InkMoments(
        GrayImage(
          width: PreparedImage.side, height: PreparedImage.side, pixels: token.piece.picture))
      return Slashes.Token(
        isDigit: token.isDigit, height: Double(token.piece.box.height) / height,
        isBare: moments.elongation >= 4, slope: moments.slope)
    }
    return Set(Slashes(tokens).positions().map { path[$0].position })
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
