extension LineCandidate {
  /// The line as long as its siblings among the chosen ones; nil without them.
  ///
  /// In a row of boxes a digit that is written over an upright hides where it ends, and one over a
  /// corner what it ends on. Beside several uprights of one length it is one more of them, and ends
  /// where they do.
  func completed(by chosen: [LineCandidate]) -> LineCandidate? {
    let siblings = chosen.filter { $0.isLike(self) && $0.begins(with: self) }
    guard siblings.count >= Self.fewestSiblings else { return nil }
    let ends = siblings.map(\.line.range.upperBound).sorted()
    let end = ends[ends.count / 2]
    guard line.range.upperBound <= end + 1, 2 * line.extent > end - line.range.lowerBound
    else { return nil }
    var copy = self
    copy.line = line.extended(to: max(end, line.range.upperBound))
    return copy
  }

  private static let fewestSiblings = 3

  /// Whether both start at one height.
  private func begins(with other: LineCandidate) -> Bool {
    let distance = abs(line.range.lowerBound - other.line.range.lowerBound)
    return Double(distance) <= 1 + line.thickness
  }
}
