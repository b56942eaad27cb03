/// The order in which a person reads lines: from the top, column by column.
enum ReadingOrder {
  /// The lines in reading order.
  ///
  /// A line comes before another that it lies above, where the two share columns, and before one
  /// to its right, unless a line that reaches over both lies between them (Breuel 2003).
  static func sorted(_ lines: [Reading.Line]) -> [Reading.Line] {
    var rest = lines.map { (line: $0, box: $0.box) }.sorted {
      ($0.box.y + $0.box.height / 2, $0.box.x) < ($1.box.y + $1.box.height / 2, $1.box.x)
    }
    guard rest.count > 1, rest.count < 1000 else { return rest.map(\.line) }
    var order: [Reading.Line] = []
    while !rest.isEmpty {
      let boxes = rest.map(\.box)
      let next =
        boxes.indices.first { candidate in
          boxes.indices.allSatisfy {
            $0 == candidate || !precedes(boxes[$0], boxes[candidate], among: boxes)
          }
        } ?? 0
      order.append(rest.remove(at: next).line)
    }
    return order
  }

  private static func precedes(_ one: PixelBox, _ other: PixelBox, among boxes: [PixelBox]) -> Bool
  {
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
