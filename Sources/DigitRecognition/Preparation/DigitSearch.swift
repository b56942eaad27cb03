import DigitData

/// Looks for the one digit of a picture: on the sheet inside the picture, between ruling lines,
/// dark or light.
struct DigitSearch {
  private var depth = 0

  /// The digit in an image; nil when there is none.
  mutating func digit(in image: GrayImage, polarity: Polarity) -> FoundDigit? {
    let map = InkMap(image, polarity: polarity)
    if let interior = Sheet.interior(in: image, map: map) {
      if let found = digit(in: image, at: interior, polarity: polarity) { return found }
      // A large sheet without writing is blank; a small one may be a filled shape.
      let isLarge = interior.width * interior.height * 5 >= image.width * image.height * 2
      if isLarge, polarity == .auto { return nil }
    }
    if let map {
      let rulings = Rulings(in: map)
      if let found = Self.digit(in: image, map: map, rulings) { return found }
      // Lines show which side is ink.
      if !rulings.isEmpty { return nil }
    }
    guard polarity == .auto,
      let other = InkMap(image, polarity: InkMap.unlikelyPolarity(of: image)),
      other.ink.count(where: { $0 > 0 }) * 5 <= other.ink.count * 2
    else { return nil }
    return Self.digit(in: image, map: other, Rulings(in: other))
  }

  private mutating func digit(
    in image: GrayImage, at box: PixelBox, polarity: Polarity
  ) -> FoundDigit? {
    guard depth < Sheet.deepest else { return nil }
    depth += 1
    var found = digit(in: image.cropped(to: box), polarity: polarity)
    found?.box.x += box.x
    found?.box.y += box.y
    return found
  }

  private static func digit(
    in image: GrayImage, map: InkMap, _ rulings: Rulings
  ) -> FoundDigit? {
    guard !rulings.isEmpty else { return digit(in: map) }
    let cleaned = rulings.erased(from: image, map: map)
    guard let clean = InkMap(cleaned, polarity: map.polarity), !isGrain(clean, beside: map)
    else { return nil }
    guard let found = digit(in: clean), found.box.longerSide * 8 >= min(map.width, map.height),
      !isBar(found, among: rulings)
    else { return nil }
    return found
  }

  /// Whether what is left is a bar like the rulings beside it, only too thick to be one: a straight
  /// stroke that both edges of the picture cut, too.
  private static func isBar(_ found: FoundDigit, among rulings: Rulings) -> Bool {
    let (box, map) = (found.box, found.map)
    // A written 1 leans or sways, and fills no rectangle.
    guard found.ink.count(where: { $0 >= 128 }) * 20 >= found.ink.count * 19 else { return false }
    let direction: RulingLine.Direction
    if box.height == map.height, box.height >= 3 * box.width {
      direction = .vertical
    } else if box.width == map.width, box.width >= 3 * box.height {
      direction = .horizontal
    } else {
      return false
    }
    return rulings.lines.count { $0.direction == direction } >= 3
  }

  /// Whether what stands out once the rulings are gone is the paper's grain.
  private static func isGrain(_ clean: InkMap, beside map: InkMap) -> Bool {
    clean.contrast * 2 < map.contrast && clean.contrast < 30 || clean.contrast * 4 < map.contrast
  }

  private static func digit(in map: InkMap) -> FoundDigit? {
    let components = InkComponents(map)
    let chosen = DigitParts.choose(components.components, of: map)
    let boxes = chosen.map { components.components[$0].box }
    guard let first = boxes.first else { return nil }
    let box = boxes.reduce(first) { $0.union($1) }
    guard box.longerSide >= DigitNormalizer.leastSize else { return nil }
    return FoundDigit(map: map, box: box, ink: components.ink(of: chosen, in: box))
  }
}
