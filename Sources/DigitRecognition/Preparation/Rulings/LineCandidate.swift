/// A straight line that is a ruling or a digit's stroke, with what helps to tell which.
struct LineCandidate {
  var line: RulingLine
  /// The picture's pixels along the line's direction, and across it.
  let length: Int
  let breadth: Int
  /// Whether the line runs off the picture in its full thickness at its start and its end, so that
  /// it was cut there and did not end.
  let isCut: (start: Bool, end: Bool)
  /// The share of the extent in which there is ink at the line's middle.
  let inkedShare: Double
  /// The share of the extent in which the ink across is no thicker than the line.
  let freeShare: Double

  /// A candidate from pieces of a line in a plane where it is near to vertical; nil for what is
  /// short and thick, or mostly gaps or crossings.
  init?(_ run: StraightRun, in plane: InkPlane, direction: RulingLine.Direction) {
    let thickness = run.thickness
    var extended = run
    let across = { (row: Int) in
      plane.run(row: row, near: run.middle(row: Double(row)), reach: 1)?.count ?? 0
    }
    let isInked = { (row: Int) in across(row) > 0 }
    let isAsThick = { (row: Int) in Double(across(row)) >= 0.6 * thickness }
    // A line goes on where it crosses other ink at its ends.
    let slack = Int(2 * thickness) + 4
    var first = run.first
    while first > 0, run.first - first < slack || first < plane.height / 12, isAsThick(first - 1) {
      first -= 1
    }
    var last = run.last
    while last < plane.height - 1,
      last - run.last < slack || last > plane.height - plane.height / 12, isAsThick(last + 1)
    {
      last += 1
    }
    extended.extend(first: first, last: last)
    let slenderness = min(plane.width, plane.height) < 48 ? 9.0 : 7.5
    guard Double(extended.extent) >= slenderness * thickness,
      run.residual <= 1 + 0.1 * thickness
    else { return nil }
    let inked = (first...last).count(where: isInked)
    inkedShare = Double(inked) / Double(extended.extent)
    freeShare = Double(run.count) / Double(extended.extent)
    guard inkedShare >= 0.8, freeShare >= 0.3 else { return nil }
    line = RulingLine(extended, direction: direction)
    length = plane.height
    breadth = plane.width
    func isFull(_ row: Int) -> Bool { Double(across(row)) >= 0.7 * thickness - 0.5 }
    func distanceFromSide(_ row: Int) -> Double {
      let middle = run.middle(row: Double(row))
      return min(middle, Double(plane.width - 1) - middle)
    }
    // A turned line leaves at the side; a bar along the side does not.
    func leaves(_ row: Int, comingFrom other: Int) -> Bool {
      distanceFromSide(row) <= thickness / 2 + 1
        && distanceFromSide(other) > distanceFromSide(row) + thickness / 2 + 1
    }
    isCut = (
      first <= 1 && isFull(first) || leaves(first, comingFrom: last),
      last >= plane.height - 2 && isFull(last) || leaves(last, comingFrom: first)
    )
  }

  /// The part of the picture that the line runs through, 0...1.
  var share: Double { Double(line.extent) / Double(length) }

  /// The line's place across the picture at its middle, 0...1.
  var place: Double {
    line.middle(at: Double(line.range.lowerBound + line.range.upperBound) / 2) / Double(breadth)
  }

  /// Whether both are rulings of one kind: near to parallel and near to as thick.
  func isLike(_ other: LineCandidate) -> Bool {
    let (one, two) = (line.thickness, other.line.thickness)
    return line.direction == other.line.direction && abs(line.slope - other.line.slope) <= 0.04
      && abs(one - two) <= 1 + 0.5 * min(one, two)
  }
}
