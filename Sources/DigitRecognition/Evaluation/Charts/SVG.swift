/// A place in a picture: x to the right, y down, in pixels.
package typealias Point = SIMD2<Double>

/// An upright rectangle.
package struct Rectangle {
  /// The corner at the top left.
  package let origin: Point
  /// The width and the height.
  package let size: Point

  /// A rectangle from its top left corner, `origin`, on.
  package init(origin: Point, size: Point) {
    self.origin = origin
    self.size = size
  }

  /// The corner at the bottom right.
  package var end: Point { origin + size }
}

/// The colours of charts, dark enough to be read on white.
///
/// The grid is paler on purpose: it lies behind the curves.
package enum Color: String {
  case text = "#222"
  case frame = "#444"
  case grid = "#ddd"
  case blue = "#1f6fb2"
  case red = "#b2441f"
  case green = "#3d7a35"
}

/// A vector picture on white, so that it can be read on light pages and dark ones.
package struct SVG {
  /// The side of a text that lies at its place.
  package enum Anchor: String { case start, middle, end }

  private let width: Int
  private let height: Int
  private var elements: [String] = []

  /// An empty picture of so many pixels.
  package init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// The file's bytes.
  package var bytes: [UInt8] {
    Array(source(" xmlns=\"http://www.w3.org/2000/svg\"").utf8)
  }

  /// The picture as a part of an HTML page, which knows what it is without a namespace.
  package var element: String { source("") }

  private func source(_ namespace: String) -> String {
    let head =
      "<svg\(namespace) viewBox=\"0 0 \(width) \(height)\" "
      + "width=\"\(width)\" height=\"\(height)\" font-family=\"Helvetica, Arial, sans-serif\">"
    let paper = "<rect width=\"\(width)\" height=\"\(height)\" fill=\"#ffffff\"/>"
    return ([head, paper] + elements + ["</svg>\n"]).joined(separator: "\n")
  }

  // MARK: Elements

  /// Writes `text`; by default it begins at `place`.
  package mutating func text(
    _ text: String, at place: Point, size: Int = 12, anchor: Anchor = .start, bold: Bool = false,
    color: Color = .text, turned: Bool = false
  ) {
    let (x, y) = (Self.number(place.x), Self.number(place.y))
    add(
      "text",
      [("x", x), ("y", y), ("font-size", "\(size)"), ("text-anchor", anchor.rawValue)]
        + (bold ? [("font-weight", "bold")] : [])
        + (turned ? [("transform", "rotate(-90 \(x) \(y))")] : [])
        + [("fill", color.rawValue)],
      content: escapedMarkup(text))
  }

  /// Words side by side, each in its own colour: the browser knows how wide they are.
  package mutating func words(_ words: [(text: String, color: Color)], at place: Point) {
    let spans = words.enumerated().map { index, word in
      "<tspan\(index > 0 ? " dx=\"18\"" : "") fill=\"\(word.color.rawValue)\">"
        + "\(escapedMarkup(word.text))</tspan>"
    }
    add(
      "text",
      [
        ("x", Self.number(place.x)), ("y", Self.number(place.y)), ("font-size", "12"),
        ("font-weight", "bold"),
      ], content: spans.joined())
  }

  /// Draws the outline of `area`.
  package mutating func rectangle(_ area: Rectangle, stroke: Color) {
    add("rect", Self.attributes(of: area) + [("fill", "none"), ("stroke", stroke.rawValue)])
  }

  /// Draws a straight line.
  package mutating func line(from start: Point, to end: Point, color: Color, dashed: Bool = false) {
    add(
      "line",
      [
        ("x1", Self.number(start.x)), ("y1", Self.number(start.y)), ("x2", Self.number(end.x)),
        ("y2", Self.number(end.y)), ("stroke", color.rawValue),
      ] + (dashed ? [("stroke-dasharray", "5 4")] : []))
  }

  /// Draws a line through `points`.
  package mutating func polyline(_ points: [Point], color: Color) {
    let list = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }
    add(
      "polyline",
      [
        ("points", list.joined(separator: " ")), ("fill", "none"), ("stroke", color.rawValue),
        ("stroke-width", "2"),
      ])
  }

  /// Draws a dot around `place`.
  package mutating func dot(at place: Point, color: Color) {
    add(
      "circle",
      [
        ("cx", Self.number(place.x)), ("cy", Self.number(place.y)), ("r", "3"),
        ("fill", color.rawValue),
      ])
  }

  /// A filled shape, drawn in units of `scale` pixels from `origin`.
  ///
  /// - Parameter gray: from 0, black, to 255.
  package mutating func shape(_ path: String, at origin: Point, scale: Double, gray: Int) {
    add(
      "path",
      [
        ("d", path), ("fill", "rgb(\(gray),\(gray),\(gray))"),
        // Without this, neighbouring squares leave a bright seam.
        ("shape-rendering", "crispEdges"),
        (
          "transform",
          "translate(\(Self.number(origin.x)) \(Self.number(origin.y))) scale(\(Self.number(scale)))"
        ),
      ])
  }

  /// Draws with `draw`, clipped to `area`.
  package mutating func clipped(to area: Rectangle, _ draw: (inout SVG) -> Void) {
    // An inner picture with the outer one's coordinates: a clip path would need a name.
    let attributes = Self.attributes(of: area)
    let box = attributes.map(\.1).joined(separator: " ")
    elements.append("<svg\(Self.joined(attributes + [("viewBox", box)]))>")
    draw(&self)
    elements.append("</svg>")
  }

  // MARK: - Implementation

  private mutating func add(
    _ name: String, _ attributes: [(String, String)], content: String = ""
  ) {
    let end = content.isEmpty ? "/>" : ">\(content)</\(name)>"
    elements.append("<\(name)\(Self.joined(attributes))\(end)")
  }

  private static func joined(_ attributes: [(String, String)]) -> String {
    attributes.map { " \($0)=\"\($1)\"" }.joined()
  }

  private static func attributes(of area: Rectangle) -> [(String, String)] {
    [
      ("x", number(area.origin.x)), ("y", number(area.origin.y)),
      ("width", number(area.size.x)), ("height", number(area.size.y)),
    ]
  }

  /// A tenth of a pixel is finer than anyone can see, and keeps files small.
  private static func number(_ value: Double) -> String {
    let text = fixed(value, places: 1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
