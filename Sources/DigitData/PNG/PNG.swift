internal import CPNG
package import RecognizerFileIO

/// Reads and writes PNG files through libpng's simplified interface.
///
/// That interface reports a failure by its result. The classic one jumps out of the call, which
/// Swift code must not be jumped over.
package enum PNG {
  /// The most pixels that a picture may have, 64 megapixels.
  package static let pixelLimit = 64 << 20
  /// The most bytes that a PNG file may have: the uncompressed size of the largest picture.
  package static let fileSizeLimit = pixelLimit * 8

  /// The picture in the bytes of a PNG file: every colour type, depth and interlacing.
  ///
  /// Palettes, shallow greys and colour keys become 8-bit red, green, blue and straight alpha;
  /// 16-bit samples are scaled to 8 by `round(v / 257)`. Values are as stored: no gamma or
  /// colour profile is applied, because a digit's shape does not depend on it and other readers of
  /// data sets do not apply them either.
  ///
  /// - Parameter path: the file that the bytes came from, for the error.
  /// - Throws: `FileError` when the file is no PNG, cut off, damaged or over 64 megapixels; the
  ///   size is checked before anything is allocated for the picture.
  package static func decode(_ bytes: [UInt8], path: String) throws(FileError) -> ColorImage {
    try decode(essential: try PNGChunks.essential(of: bytes, path: path), path: path)
  }

  /// The orientation of a decoded PNG file, from its EXIF data.
  ///
  /// libpng's simplified interface does not hand over the chunk `eXIf`, and asking for it otherwise
  /// means the classic interface. Nothing depends on it but the orientation, so what is damaged or
  /// no EXIF counts as absent.
  static func orientation(of bytes: [UInt8]) -> Orientation {
    PNGChunks.intactData(of: "eXIf", in: bytes).flatMap(Orientation.init(exif:)) ?? .upright
  }

  /// The bytes of an 8-bit grey PNG file.
  ///
  /// - Precondition: the picture has pixels, no more than `pixelLimit`.
  package static func encode(_ image: GrayImage) -> [UInt8] {
    encode(image.pixels, width: image.width, height: image.height, format: grayFormat)
  }

  /// The bytes of an 8-bit colour PNG file, with alpha only where a pixel is not opaque.
  ///
  /// - Precondition: the picture has pixels, no more than `pixelLimit`.
  package static func encode(_ image: ColorImage) -> [UInt8] {
    let alphas = stride(from: 3, to: image.pixels.count, by: 4)
    if alphas.contains(where: { image.pixels[$0] < 255 }) {
      return encode(image.pixels, width: image.width, height: image.height, format: rgbaFormat)
    }
    let opaque = image.pixels.indices.lazy.filter { $0 % 4 != 3 }.map { image.pixels[$0] }
    return encode(Array(opaque), width: image.width, height: image.height, format: rgbFormat)
  }

  // MARK: - Other kinds of PNG

  /// The bytes of a 16-bit grey PNG file.
  ///
  /// libpng's simplified interface writes 16-bit samples as linear light and says so in the file.
  ///
  /// - Parameter samples: `width * height` grey values, 0 black to 65,535 white, row by row.
  /// - Precondition: the picture has pixels, as many as samples.
  package static func encode16Bit(_ samples: [UInt16], width: Int, height: Int) -> [UInt8] {
    precondition(samples.count == width * height, "\(samples.count) samples")
    return encode(
      samples, width: width, height: height, format: UInt32(PNG_FORMAT_FLAG_LINEAR))
  }

  /// The bytes of a PNG file with a palette, of 1, 2, 4 or 8 bits per pixel as the palette needs.
  ///
  /// - Parameters:
  ///   - indices: `width * height` indices into `palette`, row by row.
  ///   - palette: 1 to 256 colours; red, green, blue and straight alpha of each.
  /// - Precondition: the picture has pixels, as many as indices, each in the palette.
  package static func encode(
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

  // MARK: - Implementation

  static func error(
    _ path: String, found: String, remedy: String = "save the picture as PNG again"
  ) -> FileError {
    FileError(.corrupt, path: path, found: found, remedy: remedy)
  }

  // Values of macros that Swift does not see.
  private static let grayFormat: UInt32 = 0
  private static let rgbFormat = UInt32(PNG_FORMAT_FLAG_COLOR)
  private static let rgbaFormat = UInt32(PNG_FORMAT_FLAG_COLOR) | UInt32(PNG_FORMAT_FLAG_ALPHA)

  /// Decodes a file of which `PNGChunks.essential` has proved every chunk.
  static func decode(essential bytes: [UInt8], path: String) throws(FileError) -> ColorImage {
    try open(bytes, path: path) { control, width, height in
      if let passes = PNGPasses(of: bytes, width: width, height: height) {
        return passes.decoded(path: path)
      }
      return pixels(&control, format: rgbaFormat, bytesPerPixel: 4, path: path)
        .map { ColorImage(width: width, height: height, pixels: $0) }
    }
  }

  /// Decodes such a file to grey alone, a quarter of the bytes; `nil` where it has colours,
  /// transparency or samples of 16 bits.
  static func decodeGray(essential bytes: [UInt8], path: String) throws(FileError) -> GrayImage? {
    guard PNGChunks.isOpaqueGray(bytes) else { return nil }
    return try open(bytes, path: path) { control, width, height in
      pixels(&control, format: grayFormat, bytesPerPixel: 1, path: path)
        .map { GrayImage(width: width, height: height, pixels: $0) }
    }
  }

  /// Hands out an image whose header is read and whose size is allowed.
  private static func open<Image>(
    _ bytes: [UInt8], path: String,
    _ body: (_ control: inout png_image, _ width: Int, _ height: Int) -> Result<Image, FileError>
  ) throws(FileError) -> Image {
    var control = png_image()
    control.version = UInt32(PNG_IMAGE_VERSION)
    defer { png_image_free(&control) }
    return try bytes.withUnsafeBytes { memory -> Result<Image, FileError> in
      guard png_image_begin_read_from_memory(&control, memory.baseAddress, memory.count) != 0
      else { return .failure(damaged(control, path: path)) }
      let width = Int(control.width)
      let height = Int(control.height)
      guard width <= pixelLimit / max(height, 1) else {
        return .failure(
          error(
            path,
            found:
              "a picture of \(width)x\(height) pixels, more than \(pixelLimit >> 20) megapixels",
            remedy: "scale it down"))
      }
      return body(&control, width, height)
    }.get()
  }

  /// The pixels of an opened image in libpng's `format`.
  private static func pixels(
    _ control: inout png_image, format: UInt32, bytesPerPixel: Int, path: String
  ) -> Result<[UInt8], FileError> {
    control.format = format
    // Without this, 16-bit samples are taken for linear light and get a gamma applied.
    control.flags |= UInt32(PNG_IMAGE_FLAG_16BIT_sRGB)
    let size = Int(control.width) * Int(control.height) * bytesPerPixel
    var isComplete = false
    let pixels = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      isComplete = png_image_finish_read(&control, nil, buffer.baseAddress, 0, nil) != 0
      count = isComplete ? size : 0
    }
    return isComplete ? .success(pixels) : .failure(damaged(control, path: path))
  }

  /// The file with samples of one or two bytes in libpng's `format`.
  private static func encode<Sample: FixedWidthInteger & BitwiseCopyable>(
    _ samples: [Sample], width: Int, height: Int, format: UInt32, palette: [SIMD4<UInt8>] = []
  ) -> [UInt8] {
    precondition(width > 0 && height > 0, "\(width)x\(height) pixels")
    precondition(width <= pixelLimit / height, "\(width)x\(height) pixels")
    var control = png_image()
    control.version = UInt32(PNG_IMAGE_VERSION)
    control.width = UInt32(width)
    control.height = UInt32(height)
    control.format = format
    control.colormap_entries = UInt32(palette.count)
    defer { png_image_free(&control) }
    let colors = palette.flatMap { (color: SIMD4<UInt8>) -> [UInt8] in
      [color.x, color.y, color.z, color.w]
    }
    let size = samples.count * MemoryLayout<Sample>.size + height
    // Deflate adds at most five bytes per block and a filter byte goes before each row; the rest
    // is room for the chunks. With it libpng encodes once, not twice, the first time to count.
    let bound = size + size / 1000 + 4096
    var isWritten = false
    let bytes = [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
      var written = buffer.count
      isWritten =
        png_image_write_to_memory(
          &control, buffer.baseAddress, &written, 0, samples, 0, colors) != 0
      count = isWritten ? written : 0
    }
    precondition(isWritten, "libpng: \(message(of: control))")
    return bytes
  }

  private static func damaged(_ control: png_image, path: String) -> FileError {
    error(path, found: "a damaged PNG image (libpng: \(message(of: control)))")
  }

  private static func message(of control: png_image) -> String {
    withUnsafeBytes(of: control.message) { buffer in
      String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
