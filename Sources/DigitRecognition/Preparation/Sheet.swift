import DigitData

/// A sheet inside a picture: paper on a table, a drawing pasted on a canvas, a scan with dark edges.
///
/// Against the picture's border the sheet as a whole is what stands out, so that it would be taken
/// for ink. It is told from ink by its shape: large, filled, and with straight sides.
enum Sheet {
  /// The sheets inside sheets that are entered: a photograph of a screen with a plot of a digit.
  static let deepest = 3

  /// The part of the sheet in an image that surely has no edge of it; nil when there is none.
  ///
  /// - Parameter map: the image's ink, if any was found.
  static func interior(in image: GrayImage, map: InkMap?) -> PixelBox? {
    guard min(image.width, image.height) >= leastSide else { return nil }
    if let map, let box = interior(of: InkPlane(map), leastLeft: 0.7) { return box }
    guard map?.background != .clean else { return nil }
    let histogram = GrayHistogram(image.pixels)
    guard let threshold = histogram.otsuThreshold() else { return nil }
    let border = GrayHistogram(borderOf: image)
    let isDark = border.count(0...threshold) * 2 < border.total
    let ink = image.pixels.map { (Int($0) <= threshold) == isDark ? UInt8(255) : 0 }
    let plane = InkPlane(width: image.width, height: image.height, ink: ink, least: 255)
    guard let box = interior(of: plane, leastLeft: 0.85) else { return nil }
    // A shadow over a part of the picture looks like a sheet, too, but is not framed.
    let edges = [
      box.x, box.y, image.width - box.x - box.width, image.height - box.y - box.height,
    ]
    let inset = 2 + min(box.width, box.height) / 50
    return edges.count { $0 > inset } >= 3 ? box : nil
  }

  private static let leastSide = 24

  /// - Parameter leastLeft: the least share of each side that is left when the edges are cut off.
  private static func interior(of plane: InkPlane, leastLeft: Double) -> PixelBox? {
    guard plane.ink.count(where: { $0 >= plane.least }) * 12 >= plane.ink.count else { return nil }
    let components = InkComponents(ink: plane.ink, width: plane.width, height: plane.height)
      .components
    guard let largest = components.max(by: { $0.pixelCount < $1.pixelCount }) else { return nil }
    let box = largest.box
    guard min(box.width, box.height) * 5 >= 2 * box.longerSide,
      min(box.width, box.height) >= leastSide,
      box.width * box.height * 8 >= plane.width * plane.height,
      largest.pixelCount * 20 >= box.width * box.height * 13
    else { return nil }
    // Paper is of one grey: the soft edges of bold digits that touch belong to no sheet.
    let typical = plane.histogram(in: box).middle(Int(plane.least)...255)
    let sheet = InkPlane(
      width: plane.width, height: plane.height, ink: plane.ink,
      least: max(plane.least, UInt8(typical / 2)))
    guard hasStraightSides(box, in: sheet),
      let interior = shrunk(box, in: sheet, leastLeft: leastLeft)
    else { return nil }
    // A bold 0 has straight sides, too, but is empty inside.
    let inked = sheet.histogram(in: interior).count(Int(sheet.least)...255)
    return inked * 20 >= interior.width * interior.height * 11 ? interior : nil
  }

  /// Whether three of the four sides of what is in the box are straight, also when turned a little.
  ///
  /// A bold 0 bulges: it touches the box in the middle of each side and not near the corners.
  private static func hasStraightSides(_ box: PixelBox, in plane: InkPlane) -> Bool {
    let isInk = { (x: Int, y: Int) in plane.ink[y * plane.width + x] >= plane.least }
    let (right, bottom) = (box.x + box.width - 1, box.y + box.height - 1)
    func bulge(along: Int, across: Int, isInk: (Int, Int) -> Bool) -> Bool {
      let insets = [along / 10, along / 2, along - 1 - along / 10].map { place in
        (0..<across).first { isInk(place, $0) } ?? across
      }
      return (insets[0] + insets[2]) / 2 - insets[1] > 1 + across / 25
    }
    let bulges = [
      bulge(along: box.width, across: box.height) { isInk(box.x + $0, box.y + $1) },
      bulge(along: box.width, across: box.height) { isInk(box.x + $0, bottom - $1) },
      bulge(along: box.height, across: box.width) { isInk(box.x + $1, box.y + $0) },
      bulge(along: box.height, across: box.width) { isInk(right - $1, box.y + $0) },
    ]
    return bulges.count { $0 } <= 1
  }

  /// The box moved inwards until all of its sides lie on the sheet; nil when they never do.
  ///
  /// A sheet turned by seven degrees loses an eighth at each side.
  private static func shrunk(
    _ box: PixelBox, in plane: InkPlane, leastLeft: Double
  ) -> PixelBox? {
    let isInk = { (x: Int, y: Int) in plane.ink[y * plane.width + x] >= plane.least }
    var (left, right) = (box.x, box.x + box.width - 1)
    var (top, bottom) = (box.y, box.y + box.height - 1)
    while Double(right - left + 1) >= leastLeft * Double(box.width),
      Double(bottom - top + 1) >= leastLeft * Double(box.height)
    {
      let (rows, columns) = (top...bottom, left...right)
      let width = Double(columns.count)
      let height = Double(rows.count)
      let shares = [
        Double(columns.count { isInk($0, top) }) / width,
        Double(columns.count { isInk($0, bottom) }) / width,
        Double(rows.count { isInk(left, $0) }) / height,
        Double(rows.count { isInk(right, $0) }) / height,
      ]
      guard let worst = shares.min(), worst < 0.9 else {
        // Ink that fills the whole picture is its background.
        if columns.count == plane.width, rows.count == plane.height { return nil }
        // The soft edge of the sheet would be a frame.
        let side = min(right - left, bottom - top)
        let inset = 1 + min(side / 50, 3 + side / 200)
        return PixelBox(
          x: left + inset, y: top + inset, width: right - left + 1 - 2 * inset,
          height: bottom - top + 1 - 2 * inset)
      }
      switch shares.firstIndex(of: worst) {
      case 0: top += 1
      case 1: bottom -= 1
      case 2: left += 1
      default: right -= 1
      }
    }
    return nil
  }
}

extension InkPlane {
  /// How many pixels of a rectangle have each amount of ink.
  fileprivate func histogram(in box: PixelBox) -> GrayHistogram {
    var histogram = GrayHistogram()
    for y in box.y..<box.y + box.height {
      let row = y * width + box.x
      for amount in ink[row..<row + box.width] { histogram.add(amount) }
    }
    return histogram
  }
}
