import DigitData
import DigitDrawing
import RecognizerRandomNumbers

/// A digit drawn for one sample; the seed decides the style and the hand.
struct SamplePicture: Sendable {
  let digit: Int
  let width: Int
  let height: Int
  let seed: UInt64
  var margin = 0.12
  var penWidth: Double?

  /// White ink on black.
  func coverage() -> GrayImage {
    var generator = SplitMix64(seed: seed)
    let style = DigitStyle.random(of: digit, using: &generator)
    var hand = Handwriting(using: &generator)
    if let penWidth { hand.penWidth = penWidth }
    return DigitDrawing(style, hand: hand, using: &generator)
      .draw(width: width, height: height, margin: margin)
  }

  /// The ink on `paper`.
  func gray(on paper: Paper) -> GrayImage {
    var generator = SplitMix64(seed: ~seed)
    return paper.picture(of: coverage(), using: &generator)
  }

  /// A file called `name` and the digit, made from this picture.
  func file(_ name: String, _ encode: @escaping @Sendable (SamplePicture) -> [UInt8]) -> SampleFile
  {
    SampleFile(path: "samples/\(name)_\(digit).png") { encode(self) }
  }

  /// A file with the ink on `paper`, 8-bit grey.
  func file(_ name: String, on paper: Paper) -> SampleFile {
    file(name) { PNG.encode($0.gray(on: paper)) }
  }

  /// A file in colour, each colour as red, green, blue and alpha.
  func file(_ name: String, ink: SIMD4<UInt8>, paper: SIMD4<UInt8>) -> SampleFile {
    file(name) { PNG.encode($0.coverage().colored(ink: ink, paper: paper)) }
  }
}
