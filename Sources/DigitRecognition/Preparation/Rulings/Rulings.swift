import DigitData

/// The ruled lines, squares, table frames and form boxes of a picture.
///
/// A ruling is straight, thin and far longer than a digit's strokes can be. The other ink decides how
/// long that is: a line that is cut off by both edges of the picture, several
/// parallel lines through most of it, a line that stands out on both sides of the digit, four that
/// make a box, or, where many small pieces of ink tell the size of the writing, a line many times
/// as long. A lone upright line is a 1.
package struct Rulings: Hashable, Sendable {
  /// The lines, horizontal ones first.
  package let lines: [RulingLine]

  /// Whether there is none.
  package var isEmpty: Bool { lines.isEmpty }

  /// The rulings among the ink of a picture.
  package init(in map: InkMap) {
    guard min(map.width, map.height) >= Self.leastSide else {
      lines = []
      return
    }
    let plane = InkPlane(map)
    let candidates = [
      Self.candidates(in: plane.transposed, .horizontal), Self.candidates(in: plane, .vertical),
    ].flatMap { $0 }
    guard !candidates.isEmpty else {
      lines = []
      return
    }
    let writing = WritingSize.height(in: map)
    lines = RulingChoice(candidates, in: plane, writingHeight: writing).chosen.map(\.line)
  }

  /// In smaller pictures strokes cannot be told from lines.
  private static let leastSide = 20

  private static func candidates(
    in plane: InkPlane, _ direction: RulingLine.Direction
  ) -> [LineCandidate] {
    // A frame's bars are thick in the picture of one cell and thin on a page.
    let thickest = min(24, max(3, min(plane.width, plane.height) / 8))
    let pieces = StraightRun.pieces(of: plane, thickest: thickest)
    return StraightRun.joined(pieces, seed: max(8, plane.height / 60), in: plane)
      .compactMap { LineCandidate($0, in: plane, direction: direction) }
  }
}

extension InkPlane {
  /// The ink of a whole picture.
  ///
  /// Beside an exact background even a pale line is ink; elsewhere the soft edge around the ink is
  /// left out.
  init(_ map: InkMap) {
    self.init(
      width: map.width, height: map.height, ink: map.ink,
      least: map.background == .clean ? 12 : 64)
  }
}
