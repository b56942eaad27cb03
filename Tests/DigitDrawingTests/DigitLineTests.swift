import DigitData
import DigitDrawing
import RecognizerRandomNumbers
import Testing

@Suite struct DigitLineTests {
  private func line(_ digits: [Int], spacing: Double = 0.2) -> DigitLine {
    var generator = SplitMix64(seed: 9)
    let hand = Handwriting(using: &generator)
    return DigitLine(digits, hand: hand, spacing: spacing, using: &generator)
  }

  @Test func textAndBoxesFollowTheDigits() {
    let line = line([3, 1, 4, 1, 5])
    let picture = line.draw(digitHeight: 40, margin: 8)
    #expect(line.text == "31415")
    #expect(picture.boxes.count == 5)
    for (left, right) in zip(picture.boxes, picture.boxes.dropFirst()) {
      #expect(abs(right.low.x - left.high.x - 8) < 1e-6)
    }
    for box in picture.boxes {
      #expect(box.low.x >= 7.99 && box.low.y >= 7.99)
      #expect(box.high.x <= Double(picture.image.width) - 7.99)
      #expect(box.high.y <= Double(picture.image.height) - 7.99)
    }
  }

  @Test func paperBetweenTheBoxesIsEmpty() {
    let picture = line([2, 7, 0, 9]).draw(digitHeight: 48, margin: 6)
    for (left, right) in zip(picture.boxes, picture.boxes.dropFirst()) {
      let x = Int((left.high.x + right.low.x) / 2)
      #expect((0..<picture.image.height).allSatisfy { picture.image[x, $0] == 0 })
    }
  }

  @Test func negativeSpacingLetsDigitsTouch() {
    let picture = line([8, 8, 8], spacing: -0.05).draw(digitHeight: 48, margin: 6)
    #expect(picture.boxes[1].low.x < picture.boxes[0].high.x)
  }

  @Test func noDigitsAreAnEmptyPicture() {
    let picture = line([]).draw(digitHeight: 48, margin: 6)
    #expect(picture.boxes.isEmpty)
    #expect(picture.image.pixels.allSatisfy { $0 == 0 })
  }
}
