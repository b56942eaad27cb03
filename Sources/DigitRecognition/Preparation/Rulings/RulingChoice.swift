/// Chooses the rulings among straight lines.
struct RulingChoice {
  /// The lines that are rulings.
  private(set) var chosen: [LineCandidate] = []
  private let plane: InkPlane
  /// The rectangle around all ink that lies on none of the candidates.
  private let rest: PixelBox?
  /// The same without the uprights that may be a digit's.
  private let restWithStems: PixelBox?

  /// - Parameter writingHeight: the height of the digits on a page in pixels; nil where there are
  ///   few pieces of ink.
  init(_ candidates: [LineCandidate], in plane: InkPlane, writingHeight: Int?) {
    self.plane = plane
    rest = plane.box(without: candidates.map(\.line))
    let surest = candidates.filter {
      $0.line.direction == .horizontal || $0.isCut.start && $0.isCut.end
    }
    restWithStems =
      surest.count == candidates.count ? rest : plane.box(without: surest.map(\.line))
    var isChosen = candidates.map { candidate in
      isCutAtBothEnds(candidate) || standsOut(candidate)
        || writingHeight.map { candidate.line.extent >= Self.longerThanWriting * $0 } ?? false
    }
    for (index, candidate) in candidates.enumerated() where !isChosen[index] {
      isChosen[index] = candidates.indices.contains {
        $0 != index && Self.areLattice(candidate, candidates[$0])
      }
    }
    addBoxes(candidates, &isChosen)
    addTies(candidates, &isChosen)
    chosen = zip(candidates, isChosen).filter(\.1).map(\.0)
    chosen += zip(candidates, isChosen).filter { !$1 }
      .compactMap { $0.0.completed(by: chosen) }
    if writingHeight == nil, isStem { chosen = [] }
  }

  // MARK: - Implementation

  /// On a page, what is straight and this many times as long as digits are high is a line.
  private static let longerThanWriting = 4

  private func isCutAtBothEnds(_ candidate: LineCandidate) -> Bool {
    candidate.isCut.start && candidate.isCut.end
  }

  /// Whether a horizontal line goes on beyond the rest of the ink at both ends, as a base line
  /// does and the foot of a 2 or the bar of a 7 do not.
  private func standsOut(_ candidate: LineCandidate) -> Bool {
    guard let rest = restWithStems, candidate.line.direction == .horizontal, candidate.share >= 0.5,
      rest.height * 6 >= plane.height, candidate.line.extent >= rest.height
    else { return false }
    // A 4's bar goes on at both sides, too, but not at the foot.
    let isAtFoot =
      candidate.line.middles.lower > Double(rest.y) + 0.75 * Double(rest.height)
    let least = isAtFoot ? rest.height / 5 : rest.height / 2
    let left = rest.x - candidate.line.range.lowerBound
    let right = candidate.line.range.upperBound - (rest.x + rest.width - 1)
    return (left >= least || candidate.isCut.start && rest.x > 2)
      && (right >= least || candidate.isCut.end && rest.x + rest.width < plane.width - 2)
  }

  /// Two parallel lines through most of the picture of which at most one end does not reach an edge.
  private static func areLattice(_ one: LineCandidate, _ other: LineCandidate) -> Bool {
    let ends = [one.isCut.start, one.isCut.end, other.isCut.start, other.isCut.end]
    return one.isLike(other) && min(one.share, other.share) >= 0.8
      && ends.count { $0 } >= 3
  }

  /// Adds the lines of each rectangle of two horizontal and two vertical lines that meet in four
  /// corners.
  ///
  /// An upright is paired until one partner is found, and is left alone once all that it could add
  /// is chosen: a halftone has thousands of lines, and far too many rectangles to list.
  private func addBoxes(_ candidates: [LineCandidate], _ isChosen: inout [Bool]) {
    let horizontal = candidates.indices.filter { candidates[$0].line.direction == .horizontal }
    let vertical = candidates.indices.filter { candidates[$0].line.direction == .vertical }
    let meets = horizontal.map { across in
      candidates.map { Self.makesCorner(candidates[across], $0) }
    }
    for (top, meetsTop) in zip(horizontal, meets) {
      let below = vertical.filter { meetsTop[$0] }
      for (bottom, meetsBottom) in zip(horizontal, meets)
      where candidates[top].isAbove(candidates[bottom]) {
        let uprights = below.filter { meetsBottom[$0] }
        for one in uprights where !(isChosen[one] && isChosen[top] && isChosen[bottom]) {
          let partner = uprights.first { other in
            [(one, other), (other, one)].contains { left, right in
              isBox([top, bottom, left, right].map { candidates[$0] })
            }
          }
          guard let partner else { continue }
          for member in [top, bottom, one, partner] { isChosen[member] = true }
        }
      }
    }
  }

  /// Whether a horizontal line ends on an upright, or in a row of boxes the upright on it.
  ///
  /// On squared paper, whose lines end nowhere, a digit's stem from line to line is no upright.
  private static func makesCorner(_ across: LineCandidate, _ upright: LineCandidate) -> Bool {
    across.line.meets(upright.line)
      || !across.isCut.start && !across.isCut.end && upright.line.meets(across.line)
  }

  /// Whether two horizontal and two vertical lines that meet are a box: those of an empty one with a
  /// 0's proportions may be a 0.
  private func isBox(_ sides: [LineCandidate]) -> Bool {
    guard sides[2].isAbove(sides[3]) else { return false }
    return sides[0].line.extent * 4 > sides[2].line.extent * 3 || isFilled(sides.map(\.line))
  }

  private func isFilled(_ sides: [RulingLine]) -> Bool {
    guard let rest else { return false }
    let (top, bottom) = (sides[0].middles.lower, sides[1].middles.lower)
    let (left, right) = (sides[2].middles.lower, sides[3].middles.lower)
    let inside =
      min(Double(rest.y + rest.height), bottom) - max(Double(rest.y), top) > (bottom - top) / 5
      && min(Double(rest.x + rest.width), right) > max(Double(rest.x), left)
    return inside
  }

  /// Adds lines whose two ends meet rulings or the picture's edge, where there are several: the
  /// uprights of a row of boxes.
  private func addTies(_ candidates: [LineCandidate], _ isChosen: inout [Bool]) {
    let rulings = zip(candidates, isChosen).filter(\.1).map(\.0.line)
    guard !rulings.isEmpty else { return }
    let ties = candidates.indices.filter { index in
      guard !isChosen[index] else { return false }
      let candidate = candidates[index]
      let thicknesses = rulings.map { abs($0.thickness - candidate.line.thickness) }
      guard thicknesses.contains(where: { $0 <= 0.7 + 0.15 * candidate.line.thickness })
      else { return false }
      return rulings.contains { candidate.line.meets($0, atStart: true) }
        && (candidate.isCut.end || rulings.contains { candidate.line.meets($0, atStart: false) })
        || candidate.isCut.start && rulings.contains { candidate.line.meets($0, atStart: false) }
    }
    // One alone in the middle may be a 1 between two lines; beside the middle it is a frame's side.
    let isSure = { (tie: Int) in
      let candidate = candidates[tie]
      return ties.count >= 2 || candidate.share >= 0.8 && !(0.25...0.75).contains(candidate.place)
    }
    for tie in ties where isSure(tie) { isChosen[tie] = true }
  }

  /// Whether the only line found is an upright in the middle of the picture: the stem of a 1 or a
  /// 4 that fills it.
  private var isStem: Bool {
    chosen.count == 1 && chosen[0].line.direction == .vertical
      && (0.1...0.9).contains(chosen[0].place)
  }
}

extension LineCandidate {
  /// Whether the line lies above the other, or for uprights left of it.
  fileprivate func isAbove(_ other: LineCandidate) -> Bool { place < other.place }
}

extension RulingLine {
  /// Whether one of this line's ends lies on the other line, which is perpendicular.
  fileprivate func meets(_ other: RulingLine) -> Bool {
    meets(other, atStart: true) || meets(other, atStart: false)
  }

  /// Whether this line's start or end lies on the other line, which is perpendicular.
  fileprivate func meets(_ other: RulingLine, atStart: Bool) -> Bool {
    guard direction != other.direction else { return false }
    let end = Double(atStart ? range.lowerBound : range.upperBound)
    let across = atStart ? middles.lower : middles.upper
    let slack = 3 + (thickness + other.thickness) / 2
    return abs(other.middle(at: across) - end) <= slack
      && across >= Double(other.range.lowerBound) - slack
      && across <= Double(other.range.upperBound) + slack
  }
}

extension InkPlane {
  /// The rectangle around the ink that lies on none of the lines, leaving out rows and columns with
  /// a single pixel; nil when there is none.
  fileprivate func box(without lines: [RulingLine]) -> PixelBox? {
    var left = ink
    for line in lines {
      let reach = line.thickness / 2 + 2
      for place in line.range {
        let middle = line.middle(at: Double(place))
        let isVertical = line.direction == .vertical
        let limit = isVertical ? width : height
        let low = max(0, Int((middle - reach).rounded()))
        let high = min(limit - 1, Int((middle + reach).rounded()))
        guard low <= high else { continue }
        for across in low...high {
          left[isVertical ? place * width + across : across * width + place] = 0
        }
      }
    }
    // Where there is ink, and where there is more than a pixel of it.
    var columns = [UInt8](repeating: 0, count: width)
    var dense = columns
    var rows: ClosedRange<Int>?
    left.withUnsafeBufferPointer { left in
      columns.withUnsafeMutableBufferPointer { columns in
        dense.withUnsafeMutableBufferPointer { dense in
          for y in 0..<height {
            var count: UInt32 = 0
            for x in 0..<width {
              let isInk: UInt8 = left[y * width + x] >= least ? 1 : 0
              dense[x] |= columns[x] & isInk
              columns[x] |= isInk
              count &+= UInt32(isInk)
            }
            if count > 1 { rows = (rows?.lowerBound ?? y)...y }
          }
        }
      }
    }
    guard let rows, let x = dense.firstIndex(of: 1), let right = dense.lastIndex(of: 1)
    else { return nil }
    return PixelBox(x: x, y: rows.lowerBound, width: right - x + 1, height: rows.count)
  }
}
