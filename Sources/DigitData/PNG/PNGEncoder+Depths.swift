internal import CPNG

extension PNG {
  /// The bytes of a 16-bit grey PNG file.
  ///
  /// libpng's simplified interface writes 16-bit samples as linear light and says so in the file.
  ///
  /// - Parameter samples: `width * height` grey values, 0 black to 65,535 white, row by row.
  /// - Precondition: the picture has pixels, as many as samples.
  public static func encode16Bit(_ samples: [UInt16], width: Int, height: Int) -> [UInt8] {
    samples.withUnsafeBytes {
      encode($0, width: width, height: height, format: UInt32(PNG_FORMAT_FLAG_LINEAR))
    }
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
    precondition((1...256).contains(palette.count), "\(palette.count) colours")
    precondition(indices.allSatisfy { Int($0) < palette.count }, "an index out of range")
    let format =
      UInt32(PNG_FORMAT_FLAG_COLOR) | UInt32(PNG_FORMAT_FLAG_ALPHA)
      | UInt32(PNG_FORMAT_FLAG_COLORMAP)
    return indices.withUnsafeBytes {
      encode($0, width: width, height: height, format: format, palette: palette)
    }
  }

  // MARK: - Implementation

  private static func encode(
    _ samples: UnsafeRawBufferPointer, width: Int, height: Int, format: UInt32,
    palette: [SIMD4<UInt8>] = []
  ) -> [UInt8] {
    let sampleSize = format & UInt32(PNG_FORMAT_FLAG_LINEAR) == 0 ? 1 : 2
    precondition(
      width > 0 && height > 0 && samples.count == width * height * sampleSize,
      "\(samples.count) bytes for \(width)x\(height) pixels")
    var control = png_image()
    control.version = UInt32(PNG_IMAGE_VERSION)
    control.width = UInt32(width)
    control.height = UInt32(height)
    control.format = format
    control.colormap_entries = UInt32(palette.count)
    defer { png_image_free(&control) }
    let colors = palette.flatMap { [$0.x, $0.y, $0.z, $0.w] }
    // Deflate adds at most five bytes a block; the rest is room for the chunks and the palette.
    let bound = samples.count + height + samples.count / 500 + 8192
    var isWritten = false
    let bytes = [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
      var size = buffer.count
      isWritten =
        png_image_write_to_memory(
          &control, buffer.baseAddress, &size, 0, samples.baseAddress, 0, colors) != 0
      count = isWritten ? size : 0
    }
    precondition(isWritten, "libpng cannot write this picture")
    return bytes
  }
}
