/// The size of the writing on a page.
enum WritingSize {
  /// The height in pixels of the pieces of ink that hold most of the writing's ink; nil where too
  /// few pieces are small against the picture, as in the picture of one digit.
  static func height(in map: InkMap) -> Int? {
    let largest = max(map.width, map.height) / 6
    guard largest >= 2 * leastHeight else { return nil }
    let components = InkComponents(map).components
    var pieces = components.filter {
      $0.box.height >= leastHeight && $0.box.longerSide <= largest
    }
    let ink = pieces.reduce(0) { $0 + $1.ink }
    guard pieces.count >= 6, ink * 5 >= components.reduce(0, { $0 + $1.ink }) else { return nil }
    pieces.sort { $0.box.height < $1.box.height }
    var half = ink / 2
    return pieces.first {
      half -= $0.ink
      return half < 0
    }?.box.height
  }

  /// Lower pieces are dots, dashes and dirt.
  private static let leastHeight = 10
}
