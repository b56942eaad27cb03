import DigitData
import DigitDrawing
import RecognizerRandomNumbers
import Testing

@Suite struct PaperTests {
  private let coverage = GrayImage(width: 4, height: 1, pixels: [0, 255, 51, 204])

  private func picture(_ paper: Paper, of coverage: GrayImage) -> GrayImage {
    var generator = SplitMix64(seed: 3)
    return paper.picture(of: coverage, using: &generator)
  }

  @Test func inkAndPaperAreMixedByCoverage() {
    #expect(picture(Paper(), of: coverage).pixels == [255, 0, 204, 51])
    #expect(picture(Paper(paper: 100, ink: 200), of: coverage).pixels == [100, 200, 120, 180])
  }

  @Test func shadowDarkensTheFarCorner() {
    let blank = GrayImage(width: 40, height: 40, filledWith: 0)
    let image = picture(Paper(paper: 200, shadow: 0.5), of: blank)
    #expect(image[0, 0] >= 197)
    #expect(image[39, 39] <= 103)
  }

  @Test func noiseKeepsTheMeanAndHasItsDeviation() {
    let blank = GrayImage(width: 100, height: 100, filledWith: 0)
    let values = picture(Paper(paper: 128, noise: 5), of: blank).pixels.map { Double($0) - 128 }
    let mean = values.reduce(0, +) / 10_000
    let variance = values.reduce(0) { $0 + $1 * $1 } / 10_000
    #expect(abs(mean) < 0.2)
    #expect(abs(variance - 25) < 1.5)
  }

  @Test func colorsAreMixedByCoverage() {
    let image = coverage.colored(ink: [10, 20, 30, 255], paper: [110, 20, 230, 0])
    #expect(Array(image.pixels[0..<4]) == [110, 20, 230, 0])
    #expect(Array(image.pixels[4..<8]) == [10, 20, 30, 255])
    #expect(Array(image.pixels[8..<12]) == [90, 20, 190, 51])
  }
}
