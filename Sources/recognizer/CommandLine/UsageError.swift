/// A command line that cannot be obeyed: the word, what is wrong with it, and what to do.
package struct UsageError: Error, Hashable, Sendable {
  /// The option, operand or command that is wrong.
  let subject: String
  /// The finding, in one clause.
  let found: String
  /// The remedy, in one clause.
  let remedy: String?
  /// The command whose help says more; `nil` for the program's.
  let command: String?

  /// An error about `subject`.
  package init(_ subject: String, found: String, remedy: String?, command: String?) {
    self.subject = subject
    self.found = found
    self.remedy = remedy
    self.command = command
  }
}

extension UsageError: CustomStringConvertible {
  /// One line: the word, what was found, what to do, and where help is.
  package var description: String {
    let help =
      "see '\(([Program.name] + [command].compactMap(\.self)).joined(separator: " ")) --help'"
    return "\(subject): \(found); " + (remedy.map { "\($0) (\(help))" } ?? help)
  }
}

/// The word that was probably meant.
package enum Suggestion {
  /// The candidate nearest to `word`, unless all are too far to be meant.
  package static func nearest(to word: String, among candidates: [String]) -> String? {
    let ranked = candidates.map { (candidate: $0, distance: distance(word, $0)) }
    let best = ranked.min { $0.distance < $1.distance }
    // A third of the letters wrong is a slip; more is another word.
    guard let best, best.distance <= (max(word.count, best.candidate.count) + 1) / 3
    else { return nil }
    return best.candidate
  }

  /// "did you mean" and the nearest candidate as `spelling` writes it.
  static func question(
    _ word: String, among candidates: [String], spelling: (String) -> String = { $0 }
  ) -> String? {
    nearest(to: word, among: candidates).map { "did you mean '\(spelling($0))'?" }
  }

  // MARK: - Implementation

  /// The distance of two words: 1 for a beginning or the initials, else the edit distance.
  private static func distance(_ word: String, _ candidate: String) -> Int {
    let initials = String(candidate.split(separator: "-").compactMap(\.first))
    let isShortened =
      word.count > 1 && word != candidate && (candidate.hasPrefix(word) || initials == word)
    return isShortened ? 1 : editDistance(Array(word), Array(candidate))
  }

  /// Insertions, deletions, replacements and swaps of neighbours that turn one word into another.
  ///
  /// The restricted Damerau-Levenshtein distance, with the last three rows of its table.
  private static func editDistance(_ source: [Character], _ target: [Character]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...target.count)
    for row in source.indices {
      var current = [row + 1]
      for column in target.indices {
        let replaced = previous[column] + (source[row] == target[column] ? 0 : 1)
        var least = min(replaced, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, source[row] == target[column - 1],
          source[row - 1] == target[column]
        {
          least = min(least, beforePrevious[column - 1] + 1)
        }
        current.append(least)
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[target.count]
  }
}
