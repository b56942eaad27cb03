import DigitData
import DigitDrawing
import DigitRecognition
import RecognizerRandomNumbers
import Testing

@Suite struct ReaderTests {
  private let reader = Reader(Recognizer.shipped(threads: 2, batch: 64))

  private func line(_ digits: [Int], seed: UInt64, spacing: Double = 0.35) -> GrayImage {
    var generator = SplitMix64(seed: seed)
    let line = DigitLine(
      digits, hand: Handwriting(unsteadiness: 0.01), spacing: spacing, using: &generator)
    return line.draw(digitHeight: 48, margin: 24).image
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func aLineOfDigitsIsReadInOrder(seed: UInt64) {
    let reading = reader.read(line([4, 0, 7, 2, 3, 8], seed: seed))
    #expect(reading.text == "407238")
    #expect(reading.lines.count == 1 && reading.lines[0].words.count == 1)
    #expect(reading.confidence > 0.3 && reading.confidence <= 1)
  }

  /// Their one blob is as long and low as a ruling line.
  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func manyDigitsThatTouchAreNoRulingLine(seed: UInt64) {
    let reading = reader.read(
      line([4, 0, 7, 2, 3, 8, 2, 0, 6, 3, 4, 8], seed: seed, spacing: -0.1))
    #expect((11...13).contains(reading.text.count), "\(reading.text)")
  }

  @Test func polarityAndSizeDoNotMatter() {
    let light = line([2, 0, 6, 8, 3], seed: 3)
    let dark = GrayImage(
      width: light.width, height: light.height, pixels: light.pixels.map { 255 - $0 })
    #expect(reader.read(light).text == "20683")
    #expect(reader.read(dark).text == "20683")
  }

  @Test func boxesLieOnTheDigits() throws {
    let image = line([3, 8, 0], seed: 5)
    let digits = try #require(reader.read(image).lines.first).digits
    #expect(digits.map(\.digit) == [3, 8, 0])
    for (left, right) in zip(digits, digits.dropFirst()) {
      #expect(left.box.x + left.box.width <= right.box.x)
    }
    for digit in digits {
      #expect(digit.box.x >= 20 && digit.box.y >= 20)
      #expect(digit.box.y + digit.box.height <= image.height - 20)
    }
  }

  @Test func linesComeFromTheTop() {
    let (first, second) = (line([2, 3, 0, 6], seed: 8), line([8, 0, 3, 2], seed: 9))
    var page = GrayImage(
      width: max(first.width, second.width), height: first.height + second.height, filledWith: 0)
    for (image, top) in [(first, 0), (second, first.height)] {
      for y in 0..<image.height { for x in 0..<image.width { page[x, top + y] = image[x, y] } }
    }
    #expect(reader.read(page).text == "2306\n8032")
  }

  @Test func aWideGapMakesWords() {
    let (first, second) = (line([2, 3, 0], seed: 8), line([6, 8, 3], seed: 9))
    let height = max(first.height, second.height)
    var page = GrayImage(width: first.width + second.width + 90, height: height, filledWith: 0)
    for (image, left) in [(first, 0), (second, first.width + 90)] {
      for y in 0..<image.height { for x in 0..<image.width { page[left + x, y] = image[x, y] } }
    }
    #expect(reader.read(page).text == "230 683")
  }

  @Test(arguments: [0, 255] as [UInt8])
  func blankPaperHasNoLines(gray: UInt8) {
    let reading = reader.read(GrayImage(width: 80, height: 40, filledWith: gray))
    #expect(reading.lines.isEmpty && reading.text.isEmpty && reading.confidence == 0)
    #expect(reading.rejection == "blank")
  }

  @Test func aPictureOfOnePixelIsBlank() {
    #expect(reader.read(GrayImage(width: 1, height: 1, filledWith: 9)).lines.isEmpty)
  }

  @Test func aPointIsNoDigitAndKeptWhenAskedFor() {
    var image = line([2, 3, 0], seed: 8)
    let digits = reader.read(image).lines[0].digits
    let (left, right) = (digits[0].box, digits[1].box)
    let x = (left.x + left.width + right.x) / 2
    let bottom = left.y + left.height
    for y in bottom - 6..<bottom { for column in x - 3..<x + 3 { image[column, y] = 255 } }
    #expect(reader.read(image).text == "230")
    let keeping = Reader(Recognizer.shipped(), keepsPunctuation: true)
    #expect(keeping.read(image).text == "2.30")
  }

  /// Framed as one digit, a page is dirt: the classifier has to look at it as a page.
  @Test func aPageIsSeveralDigits() {
    let rows = (0..<8).map { line([3, 8, 0, 6, 2, 4, 5, 9], seed: 20 + UInt64($0)) }
    let width = rows.map(\.width).max() ?? 0
    var page = GrayImage(
      width: width, height: rows.reduce(0) { $0 + $1.height }, filledWith: 0)
    var top = 0
    for row in rows {
      for y in 0..<row.height { for x in 0..<row.width { page[x, top + y] = row[x, y] } }
      top += row.height
    }
    #expect(Recognizer.shipped().classify(page).rejection == .severalDigits)
    let empty = GrayImage(width: 300, height: 200, filledWith: 255)
    #expect(Recognizer.shipped().classify(empty).rejection == .blank)
  }
}
