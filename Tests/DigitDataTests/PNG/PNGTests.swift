import DigitData
import RecognizerFileIO
import RecognizerTestSupport
import Testing

struct PNGTests {
  private let gray = GrayImage(
    width: 5, height: 3, pixels: (0..<15).map { UInt8($0 * 17) })
  private let color = ColorImage(
    width: 3, height: 2, pixels: (0..<24).map { UInt8($0 * 9) })

  @Test func grayRoundTrip() throws {
    let bytes = PNG.encode(gray)
    let image = try PNG.decode(bytes, path: "a.png")
    #expect(image == ColorImage(gray))
    #expect(image.gray(over: 255) == gray)
  }

  @Test func colorRoundTrip() throws {
    #expect(try PNG.decode(PNG.encode(color), path: "a.png") == color)
    var opaque = color
    for offset in stride(from: 3, to: 24, by: 4) { opaque.pixels[offset] = 255 }
    let bytes = PNG.encode(opaque)
    #expect(try PNG.decode(bytes, path: "a.png") == opaque)
    // Colour type 2: without alpha.
    #expect(bytes[25] == 2 && PNG.encode(color)[25] == 6)
  }

  @Test(arguments: [(1, 1), (1, 300), (300, 1), (257, 129)])
  func incompressiblePicturesFit(width: Int, height: Int) throws {
    let noise = (0..<width * height).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 13) }
    let image = GrayImage(width: width, height: height, pixels: noise)
    let decoded = try PNG.decode(PNG.encode(image), path: "a.png")
    #expect(decoded.gray(over: 0) == image)
  }

  @Test func everyCutIsRefused() {
    let bytes = PNG.encode(gray)
    for length in 0..<bytes.count {
      let error = #expect(throws: FileError.self, "cut at \(length)") {
        try PNG.decode(Array(bytes.prefix(length)), path: "a.png")
      }
      #expect(error?.kind == .corrupt)
    }
  }

  /// The check sum of every chunk that makes the picture is proved; others do not matter.
  @Test func noDamagedByteChangesThePicture() {
    let bytes = PNG.encode(gray)
    var refused = 0
    for index in bytes.indices {
      var damaged = bytes
      damaged[index] ^= 0x10
      do {
        #expect(try PNG.decode(damaged, path: "a.png") == ColorImage(gray), "byte \(index)")
      } catch {
        refused += 1
      }
    }
    // The gamma chunk that libpng writes may be damaged.
    #expect(refused > bytes.count - 16)
  }

  @Test func bytesAfterTheEndAreRefused() {
    let error = #expect(throws: FileError.self) {
      try PNG.decode(PNG.encode(gray) + [1, 2], path: "a.png")
    }
    #expect(error?.found == "a PNG image with 2 bytes after its end")
  }

  @Test func sizeIsCheckedBeforeAllocation() {
    // A valid header of 1,000,000 x 1,000,000 pixels; the rest belongs to a small picture.
    let header: [UInt8] = [0, 0x0F, 0x42, 0x40, 0, 0x0F, 0x42, 0x40, 8, 0, 0, 0, 0]
    let error = #expect(throws: FileError.self) {
      try PNG.decode(withHeader(header), path: "a.png")
    }
    #expect(
      error?.found == "a picture of 1000000x1000000 pixels, more than 64 megapixels")
    #expect(error?.remedy == "scale it down")
  }

  @Test(arguments: [
    // Interlaced 16-bit headers take the path of the seven passes.
    ([0, 0, 0x10, 0, 0, 0, 0x10, 0, 16, 0, 0, 0, 1], "pixels do not unpack"),
    ([0, 0, 0x10, 0, 0, 0, 0x10, 0, 16, 6, 0, 0, 1], "pixels do not unpack"),
    ([0, 0, 0, 0, 0, 0, 0, 1, 8, 0, 0, 0, 0], "libpng: "),
    ([0, 0, 0, 1, 0, 0, 0, 1, 3, 0, 0, 0, 0], "libpng: "),
    ([0, 0, 0, 1, 0, 0, 0, 1, 8, 5, 0, 0, 0], "libpng: "),
    ([0, 0, 0, 1, 0, 0, 0, 1, 8, 3, 0, 0, 0], "libpng: "),
    ([0, 0, 0, 9, 0, 0, 0, 9, 8, 0, 0, 0, 0], "libpng: "),
    ([0, 0, 0, 1], "libpng: "),
  ])
  func hostileHeaderIsRefused(header: [UInt8], found: String) {
    let error = #expect(throws: FileError.self) {
      try PNG.decode(withHeader(header), path: "a.png")
    }
    #expect(error?.found.contains(found) == true, "\(error?.found ?? "")")
  }

  @Test(arguments: [
    ([], "an empty file instead of a PNG image"),
    ([0xFF, 0xD8, 0xFF, 0xE0], "a JPEG image, 4 bytes instead of a PNG image"),
    (Array("<html>".utf8), "an HTML page, 6 bytes instead of a PNG image"),
    (
      [0x89, 0x50, 0x4E, 0x47, 0x0A, 0x1A, 0x0A],
      "a PNG image damaged by a text-mode transfer (its signature is altered)"
    ),
  ])
  func otherContentIsNamed(bytes: [UInt8], found: String) {
    let error = #expect(throws: FileError.self) { try PNG.decode(bytes, path: "a.png") }
    #expect(error?.found == found)
  }

  // MARK: - Implementation

  /// A small picture's file with its header replaced, check sum and all.
  private func withHeader(_ header: [UInt8]) -> [UInt8] {
    let bytes = PNG.encode(gray)
    return Array(bytes.prefix(8)) + PNGFile.chunk("IHDR", header) + bytes.dropFirst(33)
  }
}

struct PNGAncillaryChunkTests {
  private let gray = GrayImage(width: 2, height: 1, pixels: [40, 200])

  /// A file of `gray` with `chunk` between the header and the pixels.
  private func file(with chunk: [UInt8]) -> [UInt8] {
    PNGFile.inserting(chunk, into: PNG.encode(gray))
  }

  @Test(arguments: [[0, 0, 0xB1, 0x8F], [0, 1, 0x86, 0xA0], [0, 0, 0, 1]])
  func gammaIsNotApplied(gamma: [UInt8]) throws {
    let image = try PNG.decode(file(with: PNGFile.chunk("gAMA", gamma)), path: "a.png")
    #expect(image.gray(over: 255) == gray)
  }

  @Test func damagedTextIsSkipped() throws {
    var text = PNGFile.chunk("tEXt", Array("Title\0x".utf8))
    text[text.count - 1] ^= 1
    #expect(try PNG.decode(file(with: text), path: "a.png").gray(over: 255) == gray)
  }

  @Test func colourKeyIsTransparent() throws {
    let image = try PNG.decode(file(with: PNGFile.chunk("tRNS", [0, 200])), path: "a.png")
    #expect(image.pixels == [40, 40, 40, 255, 200, 200, 200, 0])
  }

  @Test func damagedColourKeyIsRefused() {
    var key = PNGFile.chunk("tRNS", [0, 200])
    key[key.count - 1] ^= 1
    let error = #expect(throws: FileError.self) {
      try PNG.decode(file(with: key), path: "a.png")
    }
    #expect(error?.found == "a damaged PNG image (chunk \"tRNS\" fails its check sum)")
  }

  @Test func unknownCriticalChunkIsRefused() {
    #expect(throws: FileError.self) {
      try PNG.decode(file(with: PNGFile.chunk("ABCD", [1])), path: "a.png")
    }
  }
}

struct PNGDepthsTests {
  /// Bit depth and colour type, which follow width and height in the header.
  private func kind(_ bytes: [UInt8]) -> [UInt8] { Array(bytes[24..<26]) }

  @Test func sixteenBitsAreRounded() throws {
    let samples: [UInt16] = [0, 257, 32_768, 65_535, 40_000, 128]
    let bytes = PNG.encode16Bit(samples, width: 3, height: 2)
    #expect(kind(bytes) == [16, 0])
    let image = try PNG.decode(bytes, path: "made").gray(over: 255)
    #expect((image.width, image.height) == (3, 2))
    #expect(image.pixels == [0, 1, 128, 255, 156, 0])
  }

  @Test(arguments: [(2, 1), (4, 2), (16, 4), (200, 8)])
  func palettesTakeTheBitsTheyNeed(colors: Int, depth: UInt8) throws {
    let palette = (0..<colors).map { SIMD4<UInt8>(UInt8($0), 255 - UInt8($0), 7, 255) }
    let indices = (0..<35).map { UInt8($0 * 3 % colors) }
    let bytes = PNG.encode(indices: indices, palette: palette, width: 7, height: 5)
    #expect(kind(bytes) == [depth, 3])
    let image = try PNG.decode(bytes, path: "made")
    let expected = indices.flatMap { (index: UInt8) -> [UInt8] in
      let color = palette[Int(index)]
      return [color.x, color.y, color.z, color.w]
    }
    #expect(image.pixels == expected)
  }

  @Test func palettesKeepTransparency() throws {
    let bytes = PNG.encode(
      indices: [0, 1, 1, 0], palette: [[9, 8, 7, 0], [1, 2, 3, 255]], width: 2, height: 2)
    let image = try PNG.decode(bytes, path: "made")
    #expect(stride(from: 3, to: 16, by: 4).map { image.pixels[$0] } == [0, 255, 255, 0])
  }
}
