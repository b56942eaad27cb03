extension PageBlobs {
  /// The ink that cuts part from a piece: the rest of its blobs, as far as a network may see it.
  ///
  /// Where digits overlap, no cut is right: part of each stroke stays on the other side. A network
  /// that sees both sides can tell what was cut off.
  ///
  /// - Parameters:
  ///   - ink: the piece's own amounts of ink in `box`.
  ///   - box: the tight rectangle around the piece.
  /// - Returns: `nil` for a piece of whole blobs.
  func surroundings(of parts: [BlobPart], ink: [UInt8], box: PixelBox) -> MNISTFrame.Patch? {
    let cut = parts.filter { $0.left != nil || $0.right != nil }
    guard !cut.isEmpty else { return nil }
    let area = box.neighbourhood(inside: map)
    var rest = [UInt8](repeating: 0, count: area.width * area.height)
    for part in cut {
      for run in runs[part.runs] where area.rows.contains(run.y) {
        let columns = run.columns.clamped(to: area.columns)
        let source = run.y * map.width
        let target = (run.y - area.y) * area.width - area.x
        for x in columns { rest[target + x] = map.ink[source + x] }
      }
    }
    for y in box.rows {
      for x in box.columns where ink[(y - box.y) * box.width + x - box.x] > 0 {
        rest[(y - area.y) * area.width + x - area.x] = 0
      }
    }
    return MNISTFrame.Patch(
      ink: rest, width: area.width, height: area.height, x: area.x - box.x, y: area.y - box.y)
  }
}

extension PixelBox {
  fileprivate var columns: Range<Int> { x..<x + width }
  fileprivate var rows: Range<Int> { y..<y + height }

  /// What the network's picture of a cut shows of its page: 28 cells of which the cut takes 20, which
  /// its centre of mass may move by some.
  fileprivate func neighbourhood(inside map: InkMap) -> PixelBox {
    let reach = 3 * MNISTFrame.window(width: width, height: height) / 4 + 1
    let (middleX, middleY) = (x + width / 2, y + height / 2)
    let left = max(0, middleX - reach)
    let top = max(0, middleY - reach)
    return PixelBox(
      x: left, y: top, width: min(map.width, middleX + reach) - left,
      height: min(map.height, middleY + reach) - top)
  }
}
