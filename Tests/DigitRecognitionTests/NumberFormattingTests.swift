import DigitRecognition
import Testing

@Suite struct FiguresTests {
  @Test func placesAreKept() {
    #expect(fixed(3.14159, places: 2) == "3.14")
    #expect(fixed(-0.005, places: 1) == "0.0")
    #expect(fixed(-1.25, places: 1) == "-1.3")
    #expect(fixed(0.07, places: 3) == "0.070")
    #expect(percent(0.9967) == "99.67 %")
  }

  @Test func valuesBeyondWholeNumbersArePrinted() {
    #expect(fixed(1e30, places: 4) == "1e+30")
    #expect(fixed(.infinity, places: 4) == "inf")
    #expect(fixed(.nan, places: 4) == "nan")
  }
}
