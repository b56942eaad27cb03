import DigitData
import DigitDrawing
import RecognizerRandomNumbers
import Testing

@Suite struct SyntheticPageTests {
  private let pages: SyntheticPage = {
    var generator = SplitMix64(seed: 5)
    let images = (0..<10).map { DigitDrawing(digit: $0, using: &generator).drawAsMNIST() }
    return SyntheticPage(
      digits: LabeledImages(
        width: 28, height: 28, pixels: images.flatMap(\.pixels), labels: (0..<10).map { $0 }))
  }()

  @Test(arguments: SyntheticPage.Kind.allCases)
  func oneSeedGivesOnePicture(kind: SyntheticPage.Kind) {
    var (first, second) = (SplitMix64(seed: 3), SplitMix64(seed: 3))
    let picture = pages.draw(kind, using: &first)
    #expect(picture == pages.draw(kind, using: &second))
    #expect(picture != pages.draw(kind, using: &first))
  }

  @Test(arguments: SyntheticPage.Kind.allCases)
  func theTextIsDigitsInLines(kind: SyntheticPage.Kind) {
    var generator = SplitMix64(seed: 9)
    for _ in 0..<8 {
      let picture = pages.draw(kind, using: &generator)
      let lines = picture.text.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.allSatisfy { !$0.isEmpty })
      #expect(picture.text.allSatisfy { "0123456789 \n".contains($0) })
      if kind == .lines { #expect(lines.count == 1 && (4...10).contains(picture.text.count)) }
      #expect(Set(picture.image.pixels).count > 2)
    }
  }
}
