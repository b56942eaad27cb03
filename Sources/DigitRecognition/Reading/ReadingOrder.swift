/// The order in which a person reads lines: from the top, column by column.
enum ReadingOrder {
  /// The lines in reading order.
  ///
  /// A line comes before another that it lies above, where the two share columns, and before one
  /// to its right, unless a line that reaches over both lies between them (Breuel 2003).
  static func sorted(_ lines: [Reading.Line]) -> [Reading.Line] {
    let sorted = lines.map { (line: $0, box: $0.box) }.sorted {
      ($0.box.y + $0.box.height / 2, $0.box.x) < ($1.box.y + $1.box.height / 2, $1.box.x)
    }
    guard sorted.count > 1, sorted.count < 1000 else { return sorted.map(\.line) }
    return order(of: sorted.map(\.box)).map { sorted[$0].line }
  }

  /// The order of boxes that are sorted by their middles: always the first one left that no other has
  /// to precede.
  ///
  /// Only boxes between two can stop one from preceding the other, and they only get fewer. So
  /// whatever precedes a box does until it is read itself, and is not sought again before. The lowest
  /// one is remembered, which is read last.
  private static func order(of boxes: [PixelBox]) -> [Int] {
    var order: [Int] = []
    var rest = Array(boxes.indices)
    var isRead = boxes.map { _ in false }
    var preceding = boxes.map { _ in nil as Int? }
    while !rest.isEmpty {
      let next = rest.firstIndex { candidate in
        if let known = preceding[candidate], !isRead[known] { return false }
        let others = rest.lazy.map { boxes[$0] }
        preceding[candidate] = rest.last {
          $0 != candidate && precedes(boxes[$0], boxes[candidate], among: others)
        }
        return preceding[candidate] == nil
      }
      let box = rest.remove(at: next ?? 0)
      isRead[box] = true
      order.append(box)
    }
    return order
  }

  private static func precedes(
    _ one: PixelBox, _ other: PixelBox, among boxes: some Sequence<PixelBox>
  ) -> Bool {
    if shareColumns(one, other) { return middle(one) < middle(other) }
    guard one.x + one.width <= other.x else { return false }
    let (low, high) = (min(middle(one), middle(other)), max(middle(one), middle(other)))
    return !boxes.contains {
      middle($0) > low && middle($0) < high && shareColumns($0, one) && shareColumns($0, other)
    }
  }

  private static func middle(_ box: PixelBox) -> Int { box.y + box.height / 2 }

  private static func shareColumns(_ one: PixelBox, _ other: PixelBox) -> Bool {
    one.x < other.x + other.width && other.x < one.x + one.width
  }
}
