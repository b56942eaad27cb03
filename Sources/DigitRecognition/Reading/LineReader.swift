/// Reads one line: proposes pieces of ink, and finds the best way through them once they are scored.
///
/// First every blob is scored as it is. Those that are surely one digit stay; the others are cut
/// at every plausible place, and every run of neighbouring parts that may be a digit is scored. The
/// best path through the lattice of pieces is the reading (Casey and Lecolinet 1996 survey the
/// method).
struct LineReader {
  private let page: PageBlobs
  private let line: TextLine
  private(set) var segments: [LineSegment]
  /// Pieces that may be digits; at first the whole blobs.
  private(set) var pieces: [Piece] = []
  /// The number of pieces, from the first on, that have their scores.
  private var scoredCount = 0
  /// The whole blobs as pieces, by their number in the line.
  private var wholes: [Piece?]

  /// The most segments in one digit.
  private static let mostSegments = 9
  /// Blobs recognised with this confidence are not cut.
  private static let sure: Float = 0.9

  init(_ line: TextLine, of page: PageBlobs) {
    self.page = page
    self.line = line
    segments = line.blobs.enumerated().map { number, index in
      LineSegment(whole: page.blobs[index], number: number)
    }
    wholes = []
    wholes = segments.indices.map { piece($0..<$0 + 1) }
    pieces = wholes.compactMap { $0 }
  }

  /// The height of the line's digits, in pixels.
  var digitHeight: Double { line.height }

  /// The pieces that are still to be scored.
  var unscored: ArraySlice<Piece> { pieces[scoredCount...] }

  /// The same line with the scores of its ``unscored`` pieces.
  func taking(_ scores: some Collection<PieceScore>) -> LineReader {
    var copy = self
    for (index, score) in zip(scoredCount..., scores) { copy.pieces[index].score = score }
    copy.scoredCount = pieces.count
    return copy
  }

  /// The same line with the blobs that are not sure cut, and all plausible pieces proposed.
  func proposingPieces() -> LineReader {
    var copy = self
    var scored = pieces.makeIterator()
    copy.wholes = wholes.map { $0 == nil ? nil : scored.next() }
    copy.segments = copy.cutSegments()
    copy.proposePieces()
    return copy
  }

  // MARK: - Pieces

  /// The blobs, those in doubt cut at every plausible place.
  private func cutSegments() -> [LineSegment] {
    line.blobs.enumerated().flatMap { number, index -> [LineSegment] in
      let blob = page.blobs[index]
      guard isDoubtful(number) else { return [LineSegment(whole: blob, number: number)] }
      let limit = 2 + Int(6 * Double(blob.box.width) / line.height)
      let seams = SeamFinder(blob, of: page).seams(digitHeight: line.height, limit: limit)
      let ends: [Seam?] = [nil] + seams.map { $0 } + [nil]
      return zip(ends, ends.dropFirst()).map {
        LineSegment(blob, number: number, left: $0, right: $1)
      }
    }
  }

  /// Replaces the pieces by all that may be digits, those that are scored already first.
  private mutating func proposePieces() {
    var known: [Piece] = []
    var unknown: [Piece] = []
    for start in segments.indices {
      // However many cuts were proposed, a blob may be one digit.
      if segments[start].isStart, let whole = wholes[segments[start].blob] {
        let end = segments[start...].firstIndex { $0.isEnd } ?? start
        known.append(whole.over(start..<end + 1))
      }
      for end in start + 1...min(start + Self.mostSegments, segments.count) {
        let range = start..<end
        let (first, last) = (segments[start], segments[end - 1])
        let isWhole = first.blob == last.blob && first.isStart && last.isEnd
        guard !isWhole || wholes[first.blob] == nil, isPlausible(range) else { continue }
        if let new = piece(range) { unknown.append(new) }
      }
    }
    pieces = known + unknown
    scoredCount = known.count
  }

  private func isSmall(_ box: PixelBox) -> Bool {
    Double(box.height) < LineFinder.leastShare * line.height
  }

  /// Whether a blob may be more or less than one digit.
  private func isDoubtful(_ number: Int) -> Bool {
    guard let whole = wholes[number] else { return false }
    let width = Double(whole.box.width) / line.height
    let height = Double(whole.box.height) / line.height
    if isSmall(whole.box) || width < 0.3 { return false }
    return whole.score.confidence < Self.sure || width > 0.95 || height > 1.6
  }

  private func isPlausible(_ range: Range<Int>) -> Bool {
    let parts = segments[range]
    guard let first = parts.first, let last = parts.last else { return false }
    let box = parts.dropFirst().reduce(first.part.box) { $0.union($1.part.box) }
    guard Double(box.width) <= 1.5 * line.height, Double(box.height) <= 2.6 * line.height
    else { return false }
    guard first.blob != last.blob else { return true }
    // Sure digits are not joined with one another.
    let numbers = first.blob...last.blob
    let sure = numbers.filter { number in
      guard let whole = wholes[number] else { return false }
      return !isDoubtful(number) && whole.score.confidence >= Self.sure && !isSmall(whole.box)
    }
    guard sure.count < min(2, numbers.count) else { return false }
    return gap(in: range) <= 0.35 * line.height && Double(box.width) <= 1.25 * line.height
  }

  /// The widest gap between the blobs of some segments, each to its nearest.
  private func gap(in range: Range<Int>) -> Double {
    var widest = 0
    let parts = segments[range]
    for part in parts {
      let others = parts.filter { $0.blob != part.blob }
      guard let nearest = others.map({ part.part.box.gap(to: $0.part.box) }).min() else { continue }
      widest = max(widest, nearest)
    }
    return Double(widest)
  }

  /// The parts of blobs in some segments: one for each blob.
  func parts(_ range: Range<Int>) -> [BlobPart] {
    var parts: [BlobPart] = []
    var blob = -1
    for segment in segments[range] {
      if segment.blob == blob, var last = parts.popLast() {
        last.right = segment.part.right
        last.box = last.box.union(segment.part.box)
        parts.append(last)
      } else {
        parts.append(segment.part)
        blob = segment.blob
      }
    }
    return parts
  }

  private func piece(_ range: Range<Int>) -> Piece? {
    let parts = parts(range)
    guard let (ink, box) = page.ink(of: parts), box.longerSide > 2 else { return nil }
    let ends = [segments[range.lowerBound].part.left, segments[range.upperBound - 1].part.right]
    let cuts = ends.compactMap { $0 }
    return Piece(
      segments: range, box: box,
      picture: MNISTFrame.frame(
        MNISTFrame.Patch(ink: ink, width: box.width, height: box.height),
        in: page.surroundings(of: parts, ink: ink, box: box)),
      cutInk: cuts.reduce(0) { $0 + $1.ink }, cuts: cuts.count, gap: gap(in: range),
      blobs: parts.count)
  }
}

extension Piece {
  /// The same ink as other segments.
  func over(_ segments: Range<Int>) -> Piece {
    Piece(
      segments: segments, box: box, picture: picture, cutInk: cutInk, cuts: cuts, gap: gap,
      blobs: blobs, score: score)
  }
}
