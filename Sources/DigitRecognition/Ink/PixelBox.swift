/// A rectangle of whole pixels; `x` and `y` name its top left pixel.
public struct PixelBox: Hashable, Sendable {
  /// The leftmost column.
  public var x: Int
  /// The top row.
  public var y: Int
  /// Columns.
  public var width: Int
  /// Rows.
  public var height: Int

  /// A rectangle from its top left pixel and its size.
  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The longer side.
  public var longerSide: Int { max(width, height) }

  /// The smallest rectangle that holds both.
  public func union(_ other: PixelBox) -> PixelBox {
    let left = min(x, other.x)
    let top = min(y, other.y)
    return PixelBox(
      x: left, y: top,
      width: max(x + width, other.x + other.width) - left,
      height: max(y + height, other.y + other.height) - top)
  }

  /// Empty pixels between the two rectangles along the axis where they are further apart; 0 when
  /// they touch or overlap.
  func gap(to other: PixelBox) -> Int {
    max(
      0, other.x - (x + width), x - (other.x + other.width),
      other.y - (y + height), y - (other.y + other.height))
  }
}
