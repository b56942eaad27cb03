/// Chooses the pieces of ink that make up one digit and leaves out specks and frames.
enum DigitParts {
  /// A piece with this share of the main piece's ink belongs wherever it is.
  private static let largeShare = 0.2
  /// A nearby piece needs this share: a 5's hat has a tenth, a speck of dirt a hundredth.
  private static let nearbyShare = 0.03
  /// Nearby: no further than this share of the main piece's longer side.
  private static let nearbyGap = 0.3
  /// Beside a clean background there is no dirt: a piece this near belongs whatever its size.
  private static let cleanGap = 0.2

  /// The indices of the chosen components; empty when there is none.
  static func choose(_ components: [InkComponents.Component], of map: InkMap) -> Set<Int> {
    guard let main = mainComponent(components, of: map) else { return [] }
    let body = components[main]
    guard !isFrame(body, of: map), !isDirt(components, largest: body) else { return [] }
    let side = Double(body.box.longerSide)
    let bodyTouches = touchesBorder(body, of: map)
    var chosen: Set = [main]
    for (index, part) in components.enumerated() where index != main {
      let share = Double(part.ink) / Double(body.ink)
      let gap = Double(part.box.gap(to: body.box))
      // What lies along the edge of a photograph is the table, a ruled line or a neighbour.
      if touchesBorder(part, of: map), !bodyTouches, map.background != .clean { continue }
      let belongs =
        share >= largeShare || share >= nearbyShare && gap <= nearbyGap * side
        || map.background == .clean && gap <= cleanGap * side
      if belongs { chosen.insert(index) }
    }
    return chosen
  }

  /// The piece with the most ink; one that touches the picture's border gives way to one inside
  /// that has at least a tenth of its ink and a fifth of the picture's height.
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

  /// Whether the piece runs along the picture's edge: a scanner's dark rim, a ruled frame.
  ///
  /// In a picture
  /// of a few pixels a digit does so too.
  private static func isFrame(_ piece: InkComponents.Component, of map: InkMap) -> Bool {
    min(map.width, map.height) >= 48 && piece.marginPixelCount * 5 > piece.pixelCount * 4
  }

  /// Whether there are many pieces and none that stands out: dirt all over the picture.
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
