internal import CPNG

extension PNG {
  /// The bytes of a 16-bit grey PNG file.
  ///
  /// libpng's simplified interface writes 16-bit samples as linear light and says so in the file.
  ///
  /// - Parameter samples: `width * height` grey values, 0 black to 65,535 white, row by row.
  /// - Precondition: the picture has pixels, as many as samples.
  public static func encode16Bit(_ samples: [UInt16], width: Int, height: Int) -> [UInt8] {
    precondition(samples.count == width * height, "\(samples.count) samples")
    return encode(
      samples, width: width, height: height, format: UInt32(PNG_FORMAT_FLAG_LINEAR))
  }

  /// The bytes of a PNG file with a palette, of 1, 2, 4 or 8 bits a pixel as the palette needs.
  ///
  /// - Parameters:
  ///   - indices: `width * height` indices into `palette`, row by row.
  ///   - palette: 1 to 256 colours; red, green, blue and straight alpha of each.
  /// - Precondition: the picture has pixels, as many as indices, each in the palette.
  public static func encode(
    indices: [UInt8], palette: [SIMD4<UInt8>], width: Int, height: Int
  ) -> [UInt8] {
    precondition(indices.count == width * height, "\(indices.count) indices")
    precondition((1...256).contains(palette.count), "\(palette.count) colours")
    precondition(indices.allSatisfy { Int($0) < palette.count }, "an index out of range")
    let format =
      UInt32(PNG_FORMAT_FLAG_COLOR) | UInt32(PNG_FORMAT_FLAG_ALPHA)
      | UInt32(PNG_FORMAT_FLAG_COLORMAP)
    return encode(indices, width: width, height: height, format: format, palette: palette)
  }
}
