/// The connected components of ink in an image (8-neighbours), found row by row in one pass.
///
/// Runs of ink are joined by union-find, so the work is proportional to the number of pixels
/// whatever the shapes are.
package struct InkComponents: Sendable {
  /// One connected component.
  package struct Component: Hashable, Sendable {
    /// The smallest rectangle around the component.
    package internal(set) var box: PixelBox
    /// Its number of pixels.
    package internal(set) var pixelCount: Int
    /// The sum of its ink, 255 for each full pixel.
    package internal(set) var ink: Int
    /// The number of its pixels along the image's edge, within a sixteenth of the shorter side.
    package internal(set) var marginPixelCount: Int
  }

  /// The components, in the order in which a scan from the top left meets them.
  package private(set) var components: [Component] = []

  /// Neighbouring pixels of ink in one row.
  struct Run {
    let y: Int
    let columns: Range<Int>
    /// First the run's place in the forest, at the end the index of its component.
    var label: Int
  }

  private let width: Int
  private let height: Int
  private let ink: [UInt8]
  /// Pixels with more ink than this belong to a component.
  private let level: UInt8
  /// All runs, row by row.
  private(set) var runs: [Run] = []

  /// The components of all ink above `level` in `map`.
  package init(_ map: InkMap, above level: UInt8 = 0) {
    self.init(ink: map.ink, width: map.width, height: map.height, above: level)
  }

  /// The components of all ink above `level` among `width * height` amounts, row-major.
  init(ink: [UInt8], width: Int, height: Int, above level: UInt8 = 0) {
    self.ink = ink
    self.width = width
    self.height = height
    self.level = level
    var parents: [Int] = []
    var previous = 0..<0
    for y in 0..<height {
      let start = runs.count
      ink.forEachRun(ofRow: y * width..<(y + 1) * width, atLeast: level + 1) { columns in
        runs.append(Run(y: y, columns: columns, label: 0))
      }
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
      for x in run.columns { cut[target + x] = ink[run.y * width + x] }
    }
    return cut
  }

  // MARK: - Implementation

  private mutating func collect(_ parents: inout [Int]) {
    var numbers = [Int](repeating: -1, count: runs.count)
    let margin = min(width, height) / 16
    let innerRows = margin..<max(margin, height - margin)
    let innerColumns = margin..<max(margin, width - margin)
    for index in runs.indices {
      let root = Self.root(index, &parents)
      let run = runs[index]
      let offset = run.y * width
      let sum = ink.withUnsafeBufferPointer { ink in
        run.columns.reduce(0) { $0 + Int(ink[offset + $1]) }
      }
      let inner = innerRows.contains(run.y) ? run.columns.clamped(to: innerColumns).count : 0
      let outer = run.columns.count - inner
      let box = PixelBox(x: run.columns.lowerBound, y: run.y, width: run.columns.count, height: 1)
      if numbers[root] < 0 {
        numbers[root] = components.count
        components.append(
          Component(box: box, pixelCount: box.width, ink: sum, marginPixelCount: outer))
      } else {
        let number = numbers[root]
        components[number].box = components[number].box.union(box)
        components[number].pixelCount += box.width
        components[number].ink += sum
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

/// Chooses the components of ink that make up one digit and leaves out specks and frames.
enum DigitParts {
  /// A component with this fraction of the main component's ink belongs to the digit wherever it is.
  private static let largeFraction = 0.2
  /// A nearby component needs this fraction: a 5's hat has a tenth, a speck of dirt a hundredth.
  private static let nearbyFraction = 0.03
  /// Nearby: no further than this fraction of the main component's longer side.
  private static let nearbyGap = 0.3
  /// Beside a clean background there is no dirt: a component this near belongs whatever its size.
  private static let cleanGap = 0.2

  /// The indices of the chosen components; empty when there is none.
  static func choose(_ components: [InkComponents.Component], of map: InkMap) -> Set<Int> {
    guard let main = mainComponent(components, of: map) else { return [] }
    let body = components[main]
    guard !isFrame(body, of: map), !isDirt(components, largest: body), !isFaintSpeck(body, of: map)
    else { return [] }
    let side = Double(body.box.longerSide)
    let bodyTouches = touchesBorder(body, of: map)
    var chosen: Set = [main]
    for (index, component) in components.enumerated() where index != main {
      let fraction = Double(component.ink) / Double(body.ink)
      let gap = Double(component.box.gap(to: body.box))
      // Ink along the edge of a photograph is the table, a ruled line or a neighbour.
      if touchesBorder(component, of: map), !bodyTouches, map.background != .clean,
        gap > nearbyGap * side || component.marginPixelCount * 3 > component.pixelCount
      {
        continue
      }
      let belongs =
        fraction >= largeFraction || fraction >= nearbyFraction && gap <= nearbyGap * side
        || map.background == .clean && gap <= cleanGap * side
      if belongs { chosen.insert(index) }
    }
    return chosen
  }

  /// The component with the most ink; one that touches the image's border gives way to one inside
  /// that has at least a tenth of its ink and a fifth of the image's height.
  private static func mainComponent(
    _ components: [InkComponents.Component], of map: InkMap
  ) -> Int? {
    let byInk = components.indices.max { components[$0].ink < components[$1].ink }
    guard let byInk, map.background != .clean, touchesBorder(components[byInk], of: map)
    else { return byInk }
    let inside = components.indices
      .filter {
        !touchesBorder(components[$0], of: map)
          && components[$0].ink * 10 >= components[byInk].ink
          && components[$0].box.height * 5 >= map.height
      }
      .max { components[$0].ink < components[$1].ink }
    return inside ?? byInk
  }

  /// Whether the component runs along the image's edge: a scanner's dark rim, a ruled frame.
  ///
  /// In an image of a few pixels a digit does so too.
  private static func isFrame(_ component: InkComponents.Component, of map: InkMap) -> Bool {
    guard min(map.width, map.height) >= 48 else { return false }
    if component.marginPixelCount * 5 > component.pixelCount * 4 { return true }
    guard map.background != .clean, touchesBorder(component, of: map) else { return false }
    let box = component.box
    return box.x + box.width <= map.width / 8 || box.x >= map.width * 7 / 8
      || box.y + box.height <= map.height / 8 || box.y >= map.height * 7 / 8
  }

  /// Whether the component is small and as faint as the grain of paper.
  private static func isFaintSpeck(_ component: InkComponents.Component, of map: InkMap) -> Bool {
    map.background != .clean && map.contrast < 40
      && component.box.longerSide * 8 < min(map.width, map.height)
  }

  /// Whether there are many components and none that stands out: dirt all over the image.
  private static func isDirt(
    _ components: [InkComponents.Component], largest: InkComponents.Component
  ) -> Bool {
    components.count >= 30 && largest.ink * 5 < components.reduce(0) { $0 + $1.ink }
  }

  private static func touchesBorder(
    _ component: InkComponents.Component, of map: InkMap
  ) -> Bool {
    let box = component.box
    return box.x == 0 || box.y == 0 || box.x + box.width == map.width
      || box.y + box.height == map.height
  }
}
