import Testing
import recognizer

@Suite struct JSONLineTests {
  private struct Answer: Encodable {
    var imagesPerSecond = 12.5
    var f1: Double? = 0.1
    var file = "a/b \"c\"\n.png"
    var skipped: Int?
    @ExplicitNull var digit: Int?
  }

  @Test func keysAreSnakeCaseAndSorted() throws {
    #expect(
      try JSONLine.text(of: Answer(digit: nil))
        == #"{"digit":null,"f1":0.1,"file":"a/b \"c\"\n.png","images_per_second":12.5}"#)
    #expect(try JSONLine.text(of: Answer(digit: 7)).hasPrefix(#"{"digit":7,"#))
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func numbersAreFinite(value: Double) throws {
    #expect(throws: EncodingError.self) { try JSONLine.text(of: ["rate": value]) }
    #expect(value.finite == nil)
    #expect(try JSONLine.text(of: Answer(f1: value.finite, digit: 1)).contains("f1") == false)
  }
}
