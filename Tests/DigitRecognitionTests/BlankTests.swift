import DigitData
import DigitRecognition
import RecognizerRandomNumbers
import Testing

/// Pictures without a digit, which must never reach a network.
@Suite struct BlankTests {
  @Test(arguments: [(0, 0), (1, 1), (2, 3), (28, 28), (300, 1)])
  func flatPicturesAreBlank(width: Int, height: Int) {
    for gray: UInt8 in [0, 127, 255] {
      #expect(isBlank(GrayImage(width: width, height: height, filledWith: gray)))
    }
  }

  @Test func differencesThatNobodySeesAreBlank() {
    var image = GrayImage(width: 50, height: 50, filledWith: 250)
    for y in 10..<40 { for x in 20..<25 { image[x, y] = 246 } }
    #expect(isBlank(image))
  }

  @Test func aSpeckIsBlank() {
    #expect(isBlank(GrayImage(width: 28, height: 28, rectangles: [(x: 10..<12, y: 9..<12)])))
  }

  @Test(arguments: [28, 64, 200])
  func noiseIsBlank(side: Int) {
    var generator = SplitMix64(seed: UInt64(side))
    let pixels = (0..<side * side).map { _ in UInt8.random(in: 60...200, using: &generator) }
    #expect(isBlank(GrayImage(width: side, height: side, pixels: pixels)))
  }

  @Test func scatteredSpecksAreBlank() {
    var generator = SplitMix64(seed: 5)
    var image = GrayImage(width: 200, height: 200, filledWith: 250)
    for _ in 0..<400 {
      image[
        Int.random(in: 0..<200, using: &generator), Int.random(in: 0..<200, using: &generator)] =
        0
    }
    #expect(isBlank(image))
  }

  @Test func aGradientIsBlank() {
    var image = GrayImage(width: 200, height: 100, filledWith: 0)
    for y in 0..<100 { for x in 0..<200 { image[x, y] = UInt8(x * 255 / 199) } }
    #expect(isBlank(image))
  }

  @Test func aDarkRimIsBlank() {
    let rim = GrayImage(
      width: 200, height: 200, rectangles: [(x: 0..<5, y: 0..<200), (x: 0..<200, y: 195..<200)])
    #expect(isBlank(rim.inverted))
  }

  private func isBlank(_ image: GrayImage) -> Bool {
    ImagePreparation().prepare(image).pixels == nil
  }
}
