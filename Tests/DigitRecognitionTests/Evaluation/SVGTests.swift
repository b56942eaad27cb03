import DigitRecognition
import Testing

extension SVG {
  /// The file as a reader sees it.
  var source: String { String(decoding: bytes, as: UTF8.self) }
}

@Suite struct SVGTests {
  @Test func textIsNotTakenForMarkup() {
    var picture = SVG(width: 10, height: 10)
    picture.text("|d| < 1 & \"more\"", at: Point(0, 0))
    picture.words([("a < b", .blue)], at: Point(0, 0))
    #expect(picture.source.contains(">|d| &lt; 1 &amp; &quot;more&quot;</text>"))
    #expect(picture.source.contains(">a &lt; b</tspan>"))
  }

  @Test func coordinatesAreShort() {
    var picture = SVG(width: 10, height: 10)
    picture.polyline([Point(1, 2), Point(1.0 / 3, -0.04)], color: .red)
    #expect(picture.source.contains("points=\"1,2 0.3,0\""))
  }
}
