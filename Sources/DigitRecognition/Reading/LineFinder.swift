/// The blobs of one line of writing, from left to right.
struct TextLine {
  /// Indices of blobs, by their middles.
  var blobs: [Int]
  /// The height of its digits, in pixels.
  var height: Double
}

/// Sorts the blobs of a page into lines of writing.
///
/// Each blob follows its nearest left neighbour at about its own height, so lines may slope, bend
/// and lie close to one another; a common slope is estimated first and removed.
struct LineFinder {
  private let blobs: [Blob]
  /// Whether each blob may be writing: no frame, rim or ruling line.
  private let isWriting: [Bool]
  private let pageHeight: Int
  /// The typical height of a digit on the page.
  let digitHeight: Double
  /// Rise per column of the page's lines.
  private(set) var slope = 0.0

  /// Smaller ink is no digit of its own: a hat, a point, a speck.
  static let leastShare = 0.4

  /// A finder for the blobs of `page`.
  init(_ page: PageBlobs) {
    blobs = page.blobs
    pageHeight = page.map.height
    let bounds = PixelBox(x: 0, y: 0, width: page.map.width, height: page.map.height)
    let isFrame = page.blobs.map {
      Self.isFrame($0, of: bounds) || page.isRectangle($0) || page.isPlus($0)
    }
    let height = Self.typicalHeight(zip(page.blobs, isFrame).filter { !$1 }.map(\.0))
    let strength = Self.typicalStrength(page.blobs, height: height)
    digitHeight = height
    isWriting = zip(page.blobs, isFrame).map {
      !$1 && !Self.isRest($0, height: height, strength: strength)
    }
    slope = estimatedSlope()
  }

  /// The lines, in no particular order.
  func lines() -> [TextLine] {
    guard digitHeight >= Double(DigitNormalizer.leastSize) else { return [] }
    let letters = blobs.indices.filter { isLetter($0) }
    var lines = chained(letters).map { TextLine(blobs: $0, height: height(of: $0)) }
    removeCutLines(&lines)
    attachMarks(to: &lines)
    for index in lines.indices { lines[index].blobs.sort { middle($0) < middle($1) } }
    return lines
  }

  // MARK: - Sizes

  /// The height in the middle of all ink.
  private static func typicalHeight(_ blobs: [Blob]) -> Double {
    let sorted = blobs.filter { $0.box.longerSide >= DigitNormalizer.leastSize }
      .sorted { $0.box.height < $1.box.height }
    // Ink counts by the length of its strokes: a thick blot is no taller than its box.
    let total = sorted.reduce(0) { $0 + $1.box.longerSide }
    var sum = 0
    for blob in sorted {
      sum += blob.box.longerSide
      if 2 * sum >= total { return Double(blob.box.height) }
    }
    return 0
  }

  private func height(of line: [Int]) -> Double {
    let heights = line.map { Double(blobs[$0].box.height) }.sorted()
    guard let tallest = heights.last else { return digitHeight }
    // Halves of broken digits would make the line too low, a slash or two joined lines too high.
    let ordinary = heights.filter { $0 >= 0.5 * min(tallest, 1.6 * heights[heights.count / 2]) }
    return ordinary[ordinary.count / 2]
  }

  /// Whether the blob runs around others or along the page: a frame, a rim, a ruling line.
  private static func isFrame(_ blob: Blob, of page: PixelBox) -> Bool {
    let box = blob.box
    let fill = Double(blob.pixelCount) / Double(box.width * box.height)
    let isLong =
      box.width * 2 > page.width && box.width > 6 * box.height && !isWritten(blob)
      || box.height * 2 > page.height && box.height > 6 * box.width && box.height > 200
    let isAround = box.width * 2 > page.width && box.height * 2 > page.height && fill < 0.12
    let touches =
      (box.x == 0 ? 1 : 0) + (box.y == 0 ? 1 : 0)
      + (box.x + box.width == page.width ? 1 : 0) + (box.y + box.height == page.height ? 1 : 0)
    return isLong || isAround && touches > 0 || touches > 2
  }

  /// The mean ink of blobs as high as digits.
  private static func typicalStrength(_ blobs: [Blob], height: Double) -> Double {
    let sorted = blobs.filter { Double($0.box.height) > 0.6 * height }.map(\.strength).sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
  }

  /// Whether the blob is what is left of a ruling line: thin, and fainter than the writing, or too
  /// long for a digit.
  ///
  /// A thin 1 is faint, too, but as high as other digits.
  private static func isRest(_ blob: Blob, height: Double, strength: Double) -> Bool {
    let (long, short) = (blob.box.longerSide, min(blob.box.width, blob.box.height))
    guard long > 4 * short, !isWritten(blob) else { return false }
    let isAsHighAsDigits = (0.75...1.3).contains(Double(blob.box.height) / height)
    return blob.strength < (isAsHighAsDigits ? 0.5 : 0.8) * strength || Double(long) > 2.2 * height
  }

  /// Whether most rows cross the blob as often as digits in a row that touch; a line or a frame is
  /// crossed once or twice.
  private static func isWritten(_ blob: Blob) -> Bool {
    blob.runs.count > 3 * blob.box.height
  }

  private func isLetter(_ index: Int) -> Bool {
    let height = Double(blobs[index].box.height)
    return height >= Self.leastShare * digitHeight && height <= 4 * digitHeight && isWriting[index]
  }

  // MARK: - Slope

  private func middle(_ index: Int) -> Double {
    Double(blobs[index].box.x) + Double(blobs[index].box.width) / 2
  }

  private func top(_ index: Int) -> Double {
    Double(blobs[index].box.y) - slope * middle(index)
  }

  private func bottom(_ index: Int) -> Double { top(index) + Double(blobs[index].box.height) }

  /// The median rise between neighbours of one line.
  private func estimatedSlope() -> Double {
    let letters = blobs.indices.filter { isLetter($0) }.sorted { middle($0) < middle($1) }
    var slopes: [Double] = []
    for (position, index) in letters.enumerated() {
      var nearest: (distance: Double, slope: Double)?
      for next in letters[(position + 1)...] {
        let across = middle(next) - middle(index)
        if across > 4 * digitHeight { break }
        let down =
          Double(blobs[next].box.y + blobs[next].box.height)
          - Double(blobs[index].box.y + blobs[index].box.height)
        guard across > 0.3 * digitHeight, abs(down) < 0.5 * across else { continue }
        let distance = across + 2 * abs(down)
        if distance < nearest?.distance ?? .infinity { nearest = (distance, down / across) }
      }
      if let nearest { slopes.append(nearest.slope) }
    }
    // A few digits of one line may lie at any height: their chain needs no slope.
    guard slopes.count >= 6 else { return 0 }
    let median = slopes.sorted()[slopes.count / 2]
    let spread = slopes.map { abs($0 - median) }.sorted()[slopes.count / 2]
    return spread < 0.15 ? median : 0
  }

  // MARK: - Lines

  /// Groups of blobs that follow one another.
  private func chained(_ letters: [Int]) -> [[Int]] {
    let sorted = letters.sorted { middle($0) < middle($1) }
    let widest = Double(letters.map { blobs[$0].box.width }.max() ?? 0)
    var parents = Array(blobs.indices)
    func root(_ index: Int) -> Int {
      var index = index
      while parents[index] != index { index = parents[index] }
      return index
    }
    for (position, index) in sorted.enumerated() {
      if let before = leftNeighbor(of: index, among: sorted[..<position], widest: widest) {
        parents[root(index)] = root(before)
      }
    }
    // In the order of their first blobs: a dictionary's own order changes from run to run.
    var numbers: [Int: Int] = [:]
    var groups: [[Int]] = []
    for index in sorted {
      let root = root(index)
      if let number = numbers[root] {
        groups[number].append(index)
      } else {
        numbers[root] = groups.count
        groups.append([index])
      }
    }
    return groups
  }

  /// Leaves out lines that the picture's upper or lower edge cuts through, unless there is no other.
  private func removeCutLines(_ lines: inout [TextLine]) {
    let whole = lines.filter { !isCut($0.blobs) }
    if !whole.isEmpty { lines = whole }
  }

  private func isCut(_ line: [Int]) -> Bool {
    let atTop = line.count { blobs[$0].box.y == 0 }
    let atBottom = line.count { blobs[$0].box.y + blobs[$0].box.height == pageHeight }
    return max(atTop, atBottom) >= 2 && 2 * max(atTop, atBottom) >= line.count
  }

  /// The blob whose right edge is nearest among those `before`, which are sorted by their middles.
  ///
  /// - Parameter widest: no blob is wider, so from some middle on none can be nearer.
  private func leftNeighbor(
    of index: Int, among before: ArraySlice<Int>, widest: Double
  ) -> Int? {
    var best: (gap: Double, index: Int)?
    let left = Double(blobs[index].box.x)
    for other in before.reversed() {
      if let best, left - (middle(other) + widest / 2) >= best.gap { break }
      let overlap = min(bottom(index), bottom(other)) - max(top(index), top(other))
      let lower = min(blobs[index].box.height, blobs[other].box.height)
      guard overlap >= 0.45 * Double(lower) else { continue }
      let gap = left - Double(blobs[other].box.x + blobs[other].box.width)
      if gap < best?.gap ?? .infinity { best = (gap, other) }
    }
    return best?.index
  }

  /// Gives hats, points and other small ink to the line that it is nearest to.
  private func attachMarks(to lines: inout [TextLine]) {
    let inLines = lines
    for index in blobs.indices where isWriting[index] && !isLetter(index) {
      let blob = blobs[index]
      guard Double(blob.box.longerSide) < 1.5 * digitHeight, blob.box.longerSide > 2
      else { continue }
      var nearest: (gap: Double, line: Int)?
      for (number, line) in inLines.enumerated() {
        for other in line.blobs {
          let gap = Double(blob.box.gap(to: blobs[other].box))
          if gap < nearest?.gap ?? .infinity { nearest = (gap, number) }
        }
      }
      if let nearest, nearest.gap < 0.6 * lines[nearest.line].height {
        lines[nearest.line].blobs.append(index)
      }
    }
  }
}
