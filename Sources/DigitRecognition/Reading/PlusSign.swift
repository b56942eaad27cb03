extension PageBlobs {
  /// Whether a blob is a plus: a bar and an upright that cross near their middles, and no other ink.
  ///
  /// A 4 has a third stroke, a 7 with a bar a stroke at its top.
  func isPlus(_ blob: Blob) -> Bool {
    let box = blob.box
    let sides = (shorter: min(box.width, box.height), longer: max(box.width, box.height))
    guard sides.shorter >= 12, 2 * sides.shorter >= sides.longer,
      4 * blob.pixelCount < box.width * box.height * 3
    else { return false }
    var columns = [Int](repeating: 0, count: box.width)
    var rows = [Int](repeating: 0, count: box.height)
    for run in runs[blob.runs] {
      rows[run.y - box.y] += run.columns.count
      for x in run.columns { columns[x - box.x] += 1 }
    }
    let reach = max(2, sides.longer / 14)
    let (bar, upright) = (Self.densest(rows, reach: reach), Self.densest(columns, reach: reach))
    let isInMiddle =
      (0.3...0.7).contains(bar.middle / Double(box.height))
      && (0.3...0.7).contains(upright.middle / Double(box.width))
    guard isInMiddle else { return false }
    var outside = 0
    for run in runs[blob.runs] where !bar.range.contains(run.y - box.y) {
      let (start, end) = (run.columns.lowerBound - box.x, run.columns.upperBound - box.x)
      outside += (start..<end).count - (start..<end).clamped(to: upright.range).count
    }
    return outside * 40 < blob.pixelCount
  }

  /// The stretch of `2 reach + 1` places with the most ink.
  private static func densest(_ ink: [Int], reach: Int) -> (range: Range<Int>, middle: Double) {
    let length = min(2 * reach + 1, ink.count)
    var sum = ink.prefix(length).reduce(0, +)
    var best = (sum: sum, start: 0)
    for start in 1..<max(2, ink.count - length + 1) where start + length <= ink.count {
      sum += ink[start + length - 1] - ink[start - 1]
      if sum > best.sum { best = (sum, start) }
    }
    return (best.start..<best.start + length, Double(best.start) + Double(length) / 2)
  }
}
