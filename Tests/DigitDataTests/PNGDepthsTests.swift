import DigitData
import Testing

@Suite struct PNGDepthsTests {
  /// Bit depth and colour type, which stand in the header behind width and height.
  private func kind(_ bytes: [UInt8]) -> [UInt8] { Array(bytes[24..<26]) }

  @Test func sixteenBitsComeBackRounded() throws {
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
