import DigitData
import RecognizerFileIO
import RecognizerTestSupport
import Testing

struct DecodedPictureTests {
  /// One row: `ink` in every second pixel, transparent between.
  private func picture(ink: UInt8, alpha: UInt8 = 255) -> ColorImage {
    let pixels: [UInt8] = (0..<8).flatMap { $0 % 2 == 0 ? [ink, ink, ink, alpha] : [0, 0, 0, 0] }
    return ColorImage(width: 8, height: 1, pixels: pixels)
  }

  @Test func darkInkIsLaidOverWhite() throws {
    let decoded = try DecodedPicture(png: PNG.encode(picture(ink: 0)), path: "a.png")
    #expect(decoded.background == .white)
    #expect(decoded.image.pixels == [0, 255, 0, 255, 0, 255, 0, 255])
  }

  @Test func whiteInkIsLaidOverBlack() throws {
    for ink: UInt8 in [255, 245] {
      let decoded = DecodedPicture(picture(ink: ink))
      #expect(decoded.background == .black)
      #expect(decoded.image.pixels == [ink, 0, ink, 0, ink, 0, ink, 0])
    }
  }

  @Test func flatPictureStaysOverWhite() {
    let clear = DecodedPicture(
      ColorImage(width: 2, height: 1, pixels: Array(repeating: 0, count: 8)))
    #expect(clear.background == .white && clear.image.pixels == [255, 255])
    let opaque = DecodedPicture(ColorImage(GrayImage(width: 2, height: 1, filledWith: 90)))
    #expect(opaque.background == .white && opaque.image.pixels == [90, 90])
  }

  /// Grey is decoded to its own bytes, other pictures through their colours.
  @Test func greyIsTheSameHoweverItIsStored() throws {
    let image = GrayImage(width: 16, height: 16, pixels: (0...255).map { UInt8($0) })
    let stored = [
      PNG.encode(image), PNG.encode(ColorImage(image)),
      PNG.encode16Bit(image.pixels.map { UInt16($0) * 257 }, width: 16, height: 16),
    ]
    for bytes in stored.prefix(2) {
      #expect(try DecodedPicture(png: bytes, path: "a.png") == DecodedPicture(ColorImage(image)))
    }
    let deep = try DecodedPicture(png: stored[2], path: "a.png")
    #expect(deep == DecodedPicture(try PNG.decode(stored[2], path: "a.png")))
  }

  @Test func readsAFile() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(PNG.encode(picture(ink: 10)), to: "a.png")
    #expect(try DecodedPicture(path: path) == DecodedPicture(picture(ink: 10)))
    let error = #expect(throws: FileError.self) { try DecodedPicture(path: folder.file("b.png")) }
    #expect(error?.kind == .missing)
  }

  @Test(arguments: [
    // Red on green of the same luma, and yellow on white.
    ([200, 40, 40], [40, 122, 40]), ([255, 255, 60], [255, 255, 255]),
  ])
  func inkOfAnotherColorButTheSameLumaIsVisible(ink: [UInt8], paper: [UInt8]) {
    let picture = ColorImage(
      width: 10, height: 10, pixels: (0..<100).flatMap { ($0 % 10 == 4 ? ink : paper) + [255] })
    let gray = DecodedPicture(picture).image
    let (onInk, onPaper) = (Int(gray[4, 5]), Int(gray[5, 5]))
    #expect(abs(onInk - onPaper) >= 120)
    #expect(gray.pixels.allSatisfy { Int($0) == onInk || Int($0) == onPaper })
  }

  @Test func lumaIsKeptWhereItShowsTheInk() {
    let blue: [UInt8] = [30, 60, 200, 255]
    let paper: [UInt8] = [240, 240, 230, 255]
    let picture = ColorImage(
      width: 10, height: 10, pixels: (0..<100).flatMap { $0 % 10 == 4 ? blue : paper })
    #expect(DecodedPicture(picture).image == picture.gray(over: 255))
  }

  @Test func lumaHasTheStandardWeights() {
    let primaries = ColorImage(
      width: 4, height: 1,
      pixels: [255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 255])
    #expect(primaries.gray(over: 0).pixels == [76, 150, 29, 255])
  }

  @Test func everyGrayKeepsItsValueWhenOpaque() {
    let ramp = GrayImage(width: 256, height: 1, pixels: (0...255).map { UInt8($0) })
    #expect(ColorImage(ramp).gray(over: 0) == ramp)
    #expect(ColorImage(ramp).gray(over: 255) == ramp)
  }

  @Test func alphaMixesLinearly() {
    for alpha in 0...255 {
      let pixel = ColorImage(width: 1, height: 1, pixels: [100, 100, 100, UInt8(alpha)])
      let expected = (100 * Double(alpha) + 200 * Double(255 - alpha)) / 255
      let found = Double(pixel.gray(over: 200).pixels[0])
      #expect(abs(found - expected) <= 0.5)
    }
  }
}
