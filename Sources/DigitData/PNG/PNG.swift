internal import CPNG
public import RecognizerFileIO

/// Reads and writes PNG files through libpng's simplified interface.
///
/// That interface reports a failure by its result. The classic one jumps out of the call, which
/// Swift code must not be jumped over.
public enum PNG {
  /// The most pixels a picture may have, 64 megapixels.
  public static let pixelLimit = 64 << 20
  /// The most bytes a PNG file may have: what the largest picture takes uncompressed.
  public static let fileSizeLimit = pixelLimit * 8

  /// Whether `bytes` begin with PNG's signature.
  public static func isPNG(_ bytes: [UInt8]) -> Bool { bytes.starts(with: PNGChunks.signature) }

  /// The picture in the bytes of a PNG file: every colour type, depth and interlacing.
  ///
  /// Palettes, shallow greys and colour keys become 8-bit red, green, blue and straight alpha;
  /// 16-bit samples are scaled to 8 by `round(v / 257)`. Values are as stored: no gamma or
  /// colour profile is applied, because a digit's shape does not depend on it and every other
  /// reader of data sets leaves it out too.
  ///
  /// - Parameter path: where the bytes came from, for the error.
  /// - Throws: `FileError` when the file is no PNG, cut off, damaged or over 64 megapixels; the
  ///   size is checked before anything is allocated for the picture.
  public static func decode(_ bytes: [UInt8], path: String) throws(FileError) -> ColorImage {
    switch PNGChunks.essential(of: bytes) {
    case .success(let essential):
      switch decode(essential) {
      case .success(let image): return image
      case .failure(let failure): throw failure.error(path: path)
      }
    case .failure(let failure): throw failure.error(path: path)
    }
  }

  /// The bytes of an 8-bit grey PNG file.
  ///
  /// - Precondition: the picture has pixels, no more than `pixelLimit`.
  public static func encode(_ image: GrayImage) -> [UInt8] {
    encode(image.pixels, width: image.width, height: image.height, format: grayFormat)
  }

  /// The bytes of an 8-bit colour PNG file, with alpha only where a pixel is not opaque.
  ///
  /// - Precondition: the picture has pixels, no more than `pixelLimit`.
  public static func encode(_ image: ColorImage) -> [UInt8] {
    let alphas = stride(from: 3, to: image.pixels.count, by: 4)
    if alphas.contains(where: { image.pixels[$0] < 255 }) {
      return encode(image.pixels, width: image.width, height: image.height, format: rgbaFormat)
    }
    let opaque = image.pixels.indices.lazy.filter { $0 % 4 != 3 }.map { image.pixels[$0] }
    return encode(Array(opaque), width: image.width, height: image.height, format: rgbFormat)
  }

  // MARK: - Implementation

  struct Failure: Error {
    let found: String
    var remedy = "save the picture as PNG again"

    func error(path: String) -> FileError {
      FileError(.corrupt, path: path, found: found, remedy: remedy)
    }
  }

  // Values of macros that Swift does not see.
  private static let grayFormat: UInt32 = 0
  private static let rgbFormat = UInt32(PNG_FORMAT_FLAG_COLOR)
  private static let rgbaFormat = UInt32(PNG_FORMAT_FLAG_COLOR) | UInt32(PNG_FORMAT_FLAG_ALPHA)

  private static func decode(_ bytes: [UInt8]) -> Result<ColorImage, Failure> {
    var control = png_image()
    control.version = UInt32(PNG_IMAGE_VERSION)
    defer { png_image_free(&control) }
    return bytes.withUnsafeBytes { memory in
      guard png_image_begin_read_from_memory(&control, memory.baseAddress, memory.count) != 0
      else { return .failure(damaged(control)) }
      let width = Int(control.width)
      let height = Int(control.height)
      guard width <= pixelLimit / max(height, 1) else {
        return .failure(
          Failure(
            found:
              "a picture of \(width)x\(height) pixels, more than \(pixelLimit >> 20) megapixels",
            remedy: "scale it down"))
      }
      if let passes = PNGPasses(of: bytes, width: width, height: height) {
        return passes.decode(with: decode)
      }
      control.format = rgbaFormat
      // Without this, 16-bit samples are taken for linear light and get a gamma applied.
      control.flags |= UInt32(PNG_IMAGE_FLAG_16BIT_sRGB)
      var isComplete = false
      let pixels = [UInt8](unsafeUninitializedCapacity: width * height * 4) { buffer, count in
        isComplete = png_image_finish_read(&control, nil, buffer.baseAddress, 0, nil) != 0
        count = isComplete ? buffer.count : 0
      }
      guard isComplete else { return .failure(damaged(control)) }
      return .success(ColorImage(width: width, height: height, pixels: pixels))
    }
  }

  /// The file with samples of one or two bytes in libpng's `format`.
  static func encode<Sample: FixedWidthInteger & BitwiseCopyable>(
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
    // Deflate adds at most five bytes a block and a filter byte goes before each row; the rest
    // is room for the chunks. One pass instead of libpng's two, the first only to count.
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

  private static func damaged(_ control: png_image) -> Failure {
    Failure(found: "a damaged PNG image (libpng: \(message(of: control)))")
  }

  private static func message(of control: png_image) -> String {
    withUnsafeBytes(of: control.message) { buffer in
      String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
