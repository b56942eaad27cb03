import DigitData
import DigitRecognition
import Testing

@Suite struct InkComponentsTests {
  /// Paper is passed eight pixels at a time, whatever the width of the picture and the place of ink.
  @Test(arguments: [1, 7, 8, 9, 16, 17, 31])
  func aLonePixelIsFoundInEachColumn(width: Int) throws {
    for column in 0..<width {
      var image = GrayImage(width: width, height: 4, filledWith: 0)
      image[column, 1] = 200
      image[column, 3] = 255
      let map = try #require(InkMap(image, polarity: .lightOnDark))
      let boxes = InkComponents(map).components.map(\.box)
      #expect(
        boxes == [1, 3].map { PixelBox(x: column, y: $0, width: 1, height: 1) },
        "column \(column) of \(width)")
    }
  }

  @Test func inkUpToTheLevelJoinsNothing() throws {
    var image = GrayImage(width: 40, height: 9, filledWith: 0)
    for x in 4..<36 { image[x, 4] = x == 20 ? 64 : 255 }
    let map = try #require(InkMap(image, polarity: .lightOnDark))
    #expect(InkComponents(map).components.map(\.pixelCount) == [32])
    #expect(InkComponents(map, above: 64).components.map(\.pixelCount) == [16, 15])
  }
}
