import DigitRecognition
import Testing

@Suite struct DigitPreviewTests {
  @Test func twoRowsMakeOneLineOfShades() {
    let pixels: [UInt8] = [0, 255, 255, 0, 255, 0]
    #expect(DigitPreview.text(pixels, width: 3, isColored: false) == " #+\n")
  }

  @Test func coloursAreTheGreysOfATerminal() {
    let text = DigitPreview.text([0, 255], width: 1, isColored: true)
    #expect(text == "\u{1B}[38;5;232m\u{1B}[48;5;255m\u{2580}\u{1B}[0m\n")
  }

  @Test func aDigitIsFourteenLines() {
    let text = DigitPreview.text([UInt8](repeating: 0, count: 784), isColored: false)
    #expect(text.split(separator: "\n").map(\.count) == Array(repeating: 28, count: 14))
  }
}
