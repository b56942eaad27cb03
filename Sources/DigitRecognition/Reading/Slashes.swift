/// Finds the slashes among pieces that were read as digits.
///
/// The network takes a slash for a 1 and is sure of it, so only its place tells. A slash is a bare
/// stroke that leans to the right and is taller than the digits beside it. One as tall as they are
/// is told by its fellow in a date: 24/12/2023.
struct Slashes {
  /// A piece on the way through a line, as far as it matters here.
  struct Token {
    /// Whether it was read as a digit.
    let isDigit: Bool
    /// Its height in units of the line's digits.
    let height: Double
    /// Whether it is a straight stroke.
    let isBare: Bool
    /// Columns to the right for each row up.
    let slope: Double
  }

  private let tokens: [Token]

  /// The least slope of a stroke that is taller than digits: 12 degrees.
  ///
  /// Of 83 ones on real lines those of 1.2 heights and more that are straight lean by 9 at most.
  private static let leastSlope = 0.21
  /// The least height of a stroke that needs no fellow.
  private static let leastHeight = 1.2
  /// The least slope of a stroke beside a slash that is one for sure: 8 degrees.
  private static let leastSlopeInDate = 0.14
  /// The least slope of two strokes of which neither is sure: 15 degrees.
  private static let leastSlopeOfBoth = 0.27

  /// The pieces of a line from left to right.
  init(_ tokens: [Token]) { self.tokens = tokens }

  /// The positions of the pieces that are slashes, those that were read as marks left out.
  func positions() -> Set<Int> {
    var found = Set(tokens.indices.filter { isTall($0) && tokens[$0].isDigit })
    found = found.filter { hasDigit(tokens[..<$0]) && hasDigit(tokens[($0 + 1)...]) }
    return found.union(inDates(beside: found))
  }

  // MARK: - Implementation

  private func isStroke(_ index: Int, slope: Double) -> Bool {
    tokens[index].isBare && tokens[index].slope >= slope
  }

  /// Whether a piece is a slash by itself.
  private func isTall(_ index: Int) -> Bool {
    tokens[index].height >= Self.leastHeight && isStroke(index, slope: Self.leastSlope)
  }

  private func hasDigit(_ tokens: ArraySlice<Token>) -> Bool { tokens.contains(where: \.isDigit) }

  /// The strokes that make a date of what ends with the line: one or two digits, a slash, one or two
  /// digits, a slash, two or four digits.
  private func inDates(beside tall: Set<Int>) -> [Int] {
    // Small marks stand in no date.
    let places = tokens.indices.filter { tokens[$0].isDigit || isTall($0) }
    for year in [4, 2] {
      for month in 1...2 {
        for day in 1...2 where places.count >= day + month + year + 2 {
          let date = places.suffix(day + month + year + 2)
          let first = date[date.startIndex + day]
          let second = date[date.endIndex - year - 1]
          let digits = date.filter { $0 != first && $0 != second }
          guard digits.allSatisfy({ tokens[$0].isDigit && !tall.contains($0) }) else { continue }
          let areSure = [first, second].map { isTall($0) }
          let isDate =
            areSure.contains(true)
            ? isStroke(first, slope: Self.leastSlopeInDate)
              && isStroke(second, slope: Self.leastSlopeInDate)
            : date.count == places.count && (day, month) == (2, 2)
              && areFellows(first, second, among: digits)
          if isDate { return [first, second].filter { tokens[$0].isDigit } }
        }
      }
    }
    return []
  }

  /// Whether two strokes lean alike and further than all that is beside them.
  private func areFellows(_ first: Int, _ second: Int, among digits: [Int]) -> Bool {
    let slopes = (tokens[first].slope, tokens[second].slope)
    let others = digits.filter { tokens[$0].isBare }.map { tokens[$0].slope }
    return [first, second].allSatisfy { isStroke($0, slope: Self.leastSlopeOfBoth) }
      && abs(slopes.0 - slopes.1) < 0.14 && others.allSatisfy { $0 + 0.1 < min(slopes.0, slopes.1) }
  }
}
