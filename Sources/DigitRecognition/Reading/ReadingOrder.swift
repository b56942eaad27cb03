/// The order in which a person reads lines: from the top, column by column.
package enum ReadingOrder {
  /// The indices of the rectangles around lines, in reading order.
  ///
  /// A line comes before another that it lies above, where the two share columns, and before one
  /// to its right, unless a line that reaches over both lies between them (Breuel 2003). Of the lines
  /// left, the first from the top that no other has to precede is always the next.
  package static func order(of boxes: [PixelBox]) -> [Int] {
    var rest = boxes.indices.sorted {
      (middle(boxes[$0]), boxes[$0].x) < (middle(boxes[$1]), boxes[$1].x)
    }
    guard rest.count > 1, rest.count < mostLines else { return rest }
    var order: [Int] = []
    var isRead = boxes.map { _ in false }
    // Only lines between two can stop one from preceding the other, and they only get fewer. So what
    // precedes a line does until it is read itself, and is not sought again before; the lowest one
    // is remembered, which is read last.
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
      let line = rest.remove(at: next ?? 0)
      isRead[line] = true
      order.append(line)
    }
    return order
  }

  /// More lines than this are a texture, and read from the top.
  private static let mostLines = 1000

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
