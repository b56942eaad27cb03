import DigitData
import DigitDrawing
import RecognizerRandomNumbers

/// One file of the samples: its path below the data folder, and how to make its bytes.
package struct SampleFile: Sendable {
  /// The path below the data folder.
  package let path: String
  /// The file's bytes, the same every time.
  package let bytes: @Sendable () -> [UInt8]

  /// All the files.
  package static var all: [SampleFile] { pictures + digitSet }
}

// MARK: - Pictures

extension SampleFile {
  /// The single pictures: every size, polarity and kind of PNG that a reader meets.
  static let pictures: [SampleFile] = sizes + light + kinds + pages

  private static let darkOnLight = Paper(paper: 255, ink: 0)
  private static let lightOnDark = Paper(paper: 0, ink: 255)

  /// Sizes and polarities, plain 8-bit grey.
  private static let sizes: [SampleFile] = [
    SamplePicture(digit: 0, width: 28, height: 28, seed: 100)
      .file("mnist-size-light-on-dark", on: lightOnDark),
    SamplePicture(digit: 1, width: 28, height: 28, seed: 101)
      .file("mnist-size-dark-on-light", on: darkOnLight),
    SamplePicture(digit: 2, width: 64, height: 64, seed: 102)
      .file("small-dark-on-light", on: darkOnLight),
    SamplePicture(digit: 3, width: 64, height: 64, seed: 103)
      .file("small-light-on-dark", on: lightOnDark),
    SamplePicture(digit: 4, width: 200, height: 150, seed: 104)
      .file("wide-dark-on-light", on: darkOnLight),
    SamplePicture(digit: 5, width: 200, height: 150, seed: 105)
      .file("wide-light-on-dark", on: lightOnDark),
    SamplePicture(digit: 6, width: 600, height: 800, seed: 106)
      .file("tall-dark-on-light", on: darkOnLight),
    SamplePicture(digit: 7, width: 600, height: 800, seed: 107)
      .file("large-dark-on-light", on: darkOnLight),
    SamplePicture(digit: 8, width: 2000, height: 1500, seed: 108)
      .file("huge-dark-on-light", on: darkOnLight),
    SamplePicture(digit: 9, width: 2000, height: 1500, seed: 109, margin: 0.38)
      .file("huge-light-on-dark-small-digit", on: lightOnDark),
    SamplePicture(digit: 2, width: 12, height: 16, seed: 110, margin: 0.05)
      .file("tiny-dark-on-light", on: darkOnLight),
    SamplePicture(digit: 7, width: 12, height: 16, seed: 111, margin: 0.05)
      .file("tiny-light-on-dark", on: lightOnDark),
    SamplePicture(digit: 3, width: 200, height: 150, seed: 112, margin: 0.01)
      .file("touching-the-edges", on: darkOnLight),
    SamplePicture(digit: 5, width: 240, height: 240, seed: 113, penWidth: 0.025)
      .file("thin-pen", on: darkOnLight),
    SamplePicture(digit: 4, width: 240, height: 240, seed: 114, penWidth: 0.2)
      .file("thick-pen", on: darkOnLight),
  ]

  /// Effects of light and camera.
  private static let light: [SampleFile] = [
    SamplePicture(digit: 6, width: 200, height: 150, seed: 120)
      .file("photo-of-paper", on: Paper(paper: 205, ink: 60, shadow: 0.3, blotches: 4, noise: 4)),
    SamplePicture(digit: 9, width: 160, height: 200, seed: 121)
      .file("photo-in-shadow", on: Paper(paper: 230, ink: 70, shadow: 0.6, blotches: 5, noise: 3)),
    SamplePicture(digit: 2, width: 200, height: 150, seed: 122)
      .file(
        "photo-of-blackboard", on: Paper(paper: 70, ink: 215, shadow: 0.3, blotches: 5, noise: 4)),
    SamplePicture(digit: 0, width: 200, height: 150, seed: 123)
      .file("faint-pencil", on: Paper(paper: 228, ink: 180, shadow: 0.05, noise: 2)),
    SamplePicture(digit: 8, width: 150, height: 200, seed: 124)
      .file("low-contrast-light-on-dark", on: Paper(paper: 100, ink: 140)),
  ]

  /// Kinds of PNG: colour types and depths.
  private static let kinds: [SampleFile] = [
    SamplePicture(digit: 9, width: 200, height: 150, seed: 130)
      .file("rgb-blue-ink", ink: [30, 50, 150, 255], paper: [250, 245, 230, 255]),
    SamplePicture(digit: 1, width: 200, height: 150, seed: 131)
      .file("rgb-red-ink", ink: [190, 20, 30, 255], paper: [255, 255, 255, 255]),
    SamplePicture(digit: 3, width: 200, height: 150, seed: 132)
      .file("rgba-dark-ink-on-transparent", ink: [20, 20, 40, 255], paper: [20, 20, 40, 0]),
    SamplePicture(digit: 5, width: 200, height: 150, seed: 133)
      .file(
        "rgba-white-ink-on-transparent", ink: [255, 255, 255, 255], paper: [255, 255, 255, 0]),
    SamplePicture(digit: 6, width: 120, height: 160, seed: 134)
      .file("gray-16-bit") { picture in
        let samples = picture.coverage().pixels.map { 65_000 - UInt16($0) * 250 }
        return PNG.encode16Bit(samples, width: picture.width, height: picture.height)
      },
    SamplePicture(digit: 7, width: 120, height: 160, seed: 135)
      .file("palette-2-colors") { picture in
        PNG.encode(
          indices: picture.coverage().pixels.map { $0 / 128 },
          palette: [[255, 255, 255, 255], [0, 0, 0, 255]], width: picture.width,
          height: picture.height)
      },
    SamplePicture(digit: 4, width: 120, height: 160, seed: 136)
      .file("palette-16-colors") { picture in
        let palette = (0..<16).map { (step: Int) -> SIMD4<UInt8> in
          let step = UInt8(step)
          return [250 - step * 15, 240 - step * 10, 200 - step * 5, 255]
        }
        return PNG.encode(
          indices: picture.coverage().pixels.map { $0 / 16 }, palette: palette,
          width: picture.width, height: picture.height)
      },
  ]

  /// More or less than one digit.
  private static let pages: [SampleFile] = [
    SampleFile(path: "samples/blank.png") {
      PNG.encode(GrayImage(width: 200, height: 150, filledWith: 255))
    },
    line([2, 4, 6, 8, 0, 1, 3, 5, 7, 9], seed: 140),
    SampleFile(path: "samples/page.png") { PNG.encode(SamplePage.picture(seed: 150)) },
  ]

  private static func line(_ digits: [Int], seed: UInt64) -> SampleFile {
    SampleFile(path: "samples/line_\(digits.map(String.init).joined()).png") {
      var generator = SplitMix64(seed: seed)
      let hand = Handwriting(using: &generator)
      let line = DigitLine(digits, hand: hand, spacing: 0.25, using: &generator)
      let coverage = line.draw(digitHeight: 60, margin: 24).image
      return PNG.encode(darkOnLight.picture(of: coverage, using: &generator))
    }
  }
}
