package import DigitData

extension Rulings {
  /// The image with paper in the place of the rulings; strokes that cross them stay whole.
  ///
  /// - Parameters:
  ///   - image: the picture.
  ///   - map: its ink, in which the rulings were found.
  package func erased(from image: GrayImage, map: InkMap) -> GrayImage {
    guard !isEmpty else { return image }
    var eraser = RulingEraser(image: image, map: map)
    eraser.erase(lines.filter { $0.direction == .vertical })
    eraser.transpose()
    eraser.erase(lines.filter { $0.direction == .horizontal })
    eraser.transpose()
    return GrayImage(width: image.width, height: image.height, pixels: eraser.pixels)
  }
}

/// Paints paper over lines that are near to vertical.
private struct RulingEraser {
  private(set) var pixels: [UInt8]
  private var plane: InkPlane
  /// 1 where ink is light, -1 where it is dark.
  private let sign: Int

  /// The ink across a line in one row.
  private enum Crossing {
    /// Nothing: no ink, or none beside the line's.
    case none
    /// Nothing but the line.
    case line
    /// A stroke that goes on at both sides.
    case through
    /// A stroke on one side, which ends in the line or runs along it.
    case oneSided
  }

  init(image: GrayImage, map: InkMap) {
    pixels = image.pixels
    plane = InkPlane(map)
    sign = map.polarity == .darkOnLight ? -1 : 1
  }

  mutating func transpose() {
    pixels = InkPlane.transpose(pixels, width: plane.width, height: plane.height)
    plane = plane.transposed
  }

  mutating func erase(_ lines: [RulingLine]) {
    for line in lines { erase(line) }
  }

  private mutating func erase(_ line: RulingLine) {
    let half = line.thickness / 2
    var runs: [Range<Int>] = []
    var crossings: [Crossing] = []
    var levels: [Int] = []
    for row in line.range {
      let middle = line.middle(at: Double(row))
      let run = plane.run(row: row, near: middle, reach: half + 1.5)
      let crossing = run.map { self.crossing($0, middle: middle, thickness: line.thickness) }
      runs.append(run ?? 0..<0)
      crossings.append(crossing ?? .none)
      if let run, crossing == .line { levels.append(depth(row: row, run)) }
    }
    levels.sort()
    let level = levels.isEmpty ? 0 : levels[levels.count / 2]
    let nearby = Int(line.thickness.rounded()) + 2
    for (index, crossing) in crossings.enumerated() {
      let row = line.range.lowerBound + index
      let middle = line.middle(at: Double(row))
      let band =
        max(
          0, Int((middle - half).rounded(.down)))..<min(
          plane.width, Int((middle + half).rounded(.up)) + 1)
      switch crossing {
      case .none: continue
      case .line: paint(row: row, runs[index], sparing: level)
      case .through, .oneSided:
        if depth(row: row, runs[index]) > Self.pen(level) {
          paint(row: row, band.clamped(to: runs[index]), sparing: level)
          continue
        }
        guard crossing == .oneSided else { continue }
        let neighbours = max(0, index - nearby)...min(crossings.count - 1, index + nearby)
        guard !crossings[neighbours].contains(.through) else { continue }
        paint(row: row, band.clamped(to: runs[index]), sparing: level)
      }
    }
  }

  private func crossing(_ run: Range<Int>, middle: Double, thickness: Double) -> Crossing {
    if Double(run.count) <= 1.2 * thickness + 1.5 { return .line }
    let left = middle - thickness / 2 - Double(run.lowerBound)
    let right = Double(run.upperBound) - (middle + thickness / 2)
    let least = 0.5 * thickness + 1
    return left > least && right > least
      ? .through
      : max(left, right) > thickness + 2 ? .oneSided : .through
  }

  /// Grey levels from the paper beside a run to the deepest ink in it.
  private func depth(row: Int, _ run: Range<Int>) -> Int {
    let start = row * plane.width
    let paper = paper(row: row, run)
    var deepest = 0
    for x in run { deepest = max(deepest, sign * (Int(pixels[start + x]) - paper)) }
    return deepest
  }

  /// From this depth on ink is a pen's and not the line's.
  private static func pen(_ level: Int) -> Int { level * 7 / 5 + 10 }

  /// The grey of the paper on the side of a run where it is clearer.
  private func paper(row: Int, _ run: Range<Int>) -> Int {
    let start = row * plane.width
    let outside = [run.lowerBound - 2, run.upperBound + 1].filter { $0 >= 0 && $0 < plane.width }
    let greys = outside.map { Int(pixels[start + $0]) }
    return (sign < 0 ? greys.max() : greys.min()) ?? (sign < 0 ? 255 : 0)
  }

  /// Paints paper over a run and its soft edges, except where the ink is deeper than the line's.
  private mutating func paint(row: Int, _ run: Range<Int>, sparing level: Int) {
    guard !run.isEmpty else { return }
    let start = row * plane.width
    var (low, high) = (run.lowerBound, run.upperBound)
    for _ in 0..<2 {
      if low > 0, (1..<plane.least).contains(plane.ink[start + low - 1]) { low -= 1 }
      if high < plane.width, (1..<plane.least).contains(plane.ink[start + high]) { high += 1 }
    }
    let paper = paper(row: row, low..<high)
    let left = low > 0 && plane.ink[start + low - 1] == 0 ? Int(pixels[start + low - 1]) : paper
    let right =
      high < plane.width && plane.ink[start + high] == 0 ? Int(pixels[start + high]) : paper
    for x in low..<high {
      if sign * (Int(pixels[start + x]) - paper) > Self.pen(level) { continue }
      let weight = x - low + 1
      let count = high - low + 1
      pixels[start + x] = UInt8((left * (count - weight) + right * weight) / count)
      plane.erase(start + x)
    }
  }
}
