/// The connected pieces of ink of a picture (8-neighbours), found row by row in one pass.
///
/// Runs of ink are joined by union-find, so the work is proportional to the number of pixels
/// whatever the shapes are.
public struct InkComponents: Sendable {
  /// One connected piece.
  public struct Component: Hashable, Sendable {
    /// The smallest rectangle around the piece.
    public internal(set) var box: PixelBox
    /// How many pixels it has.
    public internal(set) var pixelCount: Int
    /// The sum of its ink, 255 for each full pixel.
    public internal(set) var ink: Int
    /// How many of its pixels lie along the picture's edge, within a sixteenth of the shorter side.
    public internal(set) var marginPixelCount: Int
  }

  /// The pieces, in the order in which a scan from the top left meets them.
  public private(set) var components: [Component] = []

  private struct Run {
    let y: Int
    let columns: Range<Int>
    /// First the run's place in the forest, at the end the index of its component.
    var label: Int
  }

  private let map: InkMap
  private var runs: [Run] = []

  /// The pieces of all ink above zero in `map`.
  public init(_ map: InkMap) {
    self.map = map
    var parents: [Int] = []
    var previous = 0..<0
    for y in 0..<map.height {
      let start = runs.count
      appendRuns(row: y)
      var above = previous.lowerBound
      for index in start..<runs.count {
        parents.append(index)
        let columns = runs[index].columns
        while above < previous.upperBound, runs[above].columns.upperBound < columns.lowerBound {
          above += 1
        }
        var touching = above
        while touching < previous.upperBound,
          runs[touching].columns.lowerBound <= columns.upperBound
        {
          Self.join(index, touching, &parents)
          touching += 1
        }
      }
      previous = start..<runs.count
    }
    collect(&parents)
  }

  /// The ink of the chosen components inside `box`, row-major; everything else is 0.
  func ink(of chosen: Set<Int>, in box: PixelBox) -> [UInt8] {
    var cut = [UInt8](repeating: 0, count: box.width * box.height)
    for run in runs where chosen.contains(run.label) {
      let target = (run.y - box.y) * box.width - box.x
      for x in run.columns { cut[target + x] = map.ink[run.y * map.width + x] }
    }
    return cut
  }

  // MARK: - Implementation

  private mutating func appendRuns(row y: Int) {
    map.ink.withUnsafeBufferPointer { ink in
      var x = y * map.width
      let start = x
      let end = x + map.width
      while x < end {
        if ink[x] == 0 {
          x += 1
          continue
        }
        let first = x
        while x < end, ink[x] > 0 { x += 1 }
        runs.append(Run(y: y, columns: first - start..<x - start, label: 0))
      }
    }
  }

  private mutating func collect(_ parents: inout [Int]) {
    var numbers = [Int](repeating: -1, count: runs.count)
    let margin = min(map.width, map.height) / 16
    let innerRows = margin..<max(margin, map.height - margin)
    let innerColumns = margin..<max(margin, map.width - margin)
    for index in runs.indices {
      let root = Self.root(index, &parents)
      let run = runs[index]
      let offset = run.y * map.width
      var ink = 0
      for x in run.columns { ink += Int(map.ink[offset + x]) }
      let inner = innerRows.contains(run.y) ? run.columns.clamped(to: innerColumns).count : 0
      let outer = run.columns.count - inner
      let box = PixelBox(x: run.columns.lowerBound, y: run.y, width: run.columns.count, height: 1)
      if numbers[root] < 0 {
        numbers[root] = components.count
        components.append(
          Component(box: box, pixelCount: box.width, ink: ink, marginPixelCount: outer))
      } else {
        let number = numbers[root]
        components[number].box = components[number].box.union(box)
        components[number].pixelCount += box.width
        components[number].ink += ink
        components[number].marginPixelCount += outer
      }
      runs[index].label = numbers[root]
    }
  }

  /// The root of a tree; paths are halved on the way.
  private static func root(_ index: Int, _ parents: inout [Int]) -> Int {
    var index = index
    while parents[index] != index {
      parents[index] = parents[parents[index]]
      index = parents[index]
    }
    return index
  }

  /// The older root stays, so that a component's first run is its root.
  private static func join(_ one: Int, _ other: Int, _ parents: inout [Int]) {
    let first = root(one, &parents)
    let second = root(other, &parents)
    parents[max(first, second)] = min(first, second)
  }
}
