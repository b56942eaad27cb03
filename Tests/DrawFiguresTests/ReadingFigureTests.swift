import DigitData
import RecognizerFileIO
import RecognizerTestSupport
import Testing

@testable import draw_figures

/// The picture at the top of the README.
@Suite struct ReadingFigureTests {
  private let page = packageRoot + "/data/samples/page.png"
  private let figure =
    packageRoot + "/Sources/DigitRecognition/DigitRecognition.docc/Resources/reading.png"

  @Test func picturesLieBesideOneAnother() {
    let left = ColorImage(width: 1, height: 1, pixels: [1, 2, 3, 4])
    let right = ColorImage(width: 2, height: 2, pixels: Array(5..<21))
    let pair = SideBySide(left: left, right: right).image
    #expect((pair.width, pair.height) == (15, 2))
    #expect(Array(pair.pixels[0..<4]) == [1, 2, 3, 4])
    #expect(Array(pair.pixels[13 * 4..<15 * 4]) == Array(5..<13))
    #expect(Array(pair.pixels[28 * 4..<30 * 4]) == Array(13..<21))
    #expect(pair.pixels[4..<13 * 4].allSatisfy { $0 == 255 })
  }

  /// The right half is the shipped model's answer and is drawn again with a new one.
  @Test func theCommittedPictureShowsTheSampleAtItsLeft() throws {
    let sample = try PNG.decode(FileContents.read(page), path: page)
    let committed = try PNG.decode(FileContents.read(figure), path: figure)
    #expect(committed.height == sample.height && committed.width > 2 * sample.width)
    for y in 0..<sample.height {
      let (own, other) = (y * committed.width * 4, y * sample.width * 4)
      let length = sample.width * 4
      let isEqual = committed.pixels[own..<own + length]
        .elementsEqual(sample.pixels[other..<other + length])
      #expect(isEqual, "row \(y)")
    }
  }

  @Test func thePageIsReadAsTheReadmeSays() throws {
    let summary = try Figure.reading(page).summary
    let texts = summary.split(separator: ", ").map { $0.prefix { $0 != "(" } }
    #expect(texts == ["4071925 ", "1984 2036 ", "52683 7440 ", "27 390 658 "])
  }
}
