internal import CZlib
internal import RecognizerFileIO

/// The chunks a PNG file is made of.
///
/// libpng's simplified interface always applies a file's gamma and colour profile, accepts a
/// damaged check sum of transparency, and does not look past the last row. So the chunks that
/// make the picture are proved and copied first, and libpng decodes those alone.
enum PNGChunks {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// The file with only the chunks that decide its stored pixels: the critical ones and
  /// transparency.
  ///
  /// - Throws: `FileError` when it is no PNG, is cut off, fails a check sum of these chunks or goes
  ///   on after its end.
  static func essential(of bytes: [UInt8], path: String) throws(FileError) -> [UInt8] {
    guard bytes.starts(with: signature) else { throw notPNG(bytes, path) }
    var essential = signature
    essential.reserveCapacity(bytes.count)
    var offset = signature.count
    while true {
      let left = bytes.count - offset
      guard left >= overhead else { throw cutOff(bytes, path) }
      let length = bigEndian(bytes, at: offset)
      guard length <= left - overhead else { throw cutOff(bytes, path) }
      let type = bytes[offset + 4..<offset + 8]
      let end = offset + overhead + length
      // A capital first letter marks a chunk that no reader may skip.
      if type.first! & 0x20 == 0 || type.elementsEqual("tRNS".utf8) {
        guard checkSum(bytes, offset + 4..<end - 4) == bigEndian(bytes, at: end - 4) else {
          let name = String(decoding: type, as: UTF8.self).debugDescription
          throw PNG.error(path, found: "a damaged PNG image (chunk \(name) fails its check sum)")
        }
        essential += bytes[offset..<end]
      }
      offset = end
      if type.elementsEqual("IEND".utf8) { break }
    }
    guard offset == bytes.count else {
      throw PNG.error(
        path, found: "a PNG image with \(bytes.count - offset) bytes after its end")
    }
    return essential
  }

  /// The data of all chunks of one type, in order, in a file that `essential` made.
  static func data(of type: String, in essential: [UInt8]) -> [UInt8] {
    var data: [UInt8] = []
    var offset = signature.count
    while offset < essential.count {
      let length = bigEndian(essential, at: offset)
      if essential[offset + 4..<offset + 8].elementsEqual(type.utf8) {
        data += essential[offset + 8..<offset + 8 + length]
      }
      offset += overhead + length
    }
    return data
  }

  /// Whether a file that `essential` made holds grey of at most eight bits without transparency.
  static func isOpaqueGray(_ essential: [UInt8]) -> Bool {
    let header = data(of: "IHDR", in: essential)
    return header.count == 13 && header[8] <= 8 && header[9] == 0
      && data(of: "tRNS", in: essential).isEmpty
  }

  /// The data of the first chunk of one type in a file that `essential` has accepted; `nil` where
  /// there is none, or its check sum is wrong.
  static func intactData(of type: String, in bytes: [UInt8]) -> [UInt8]? {
    var offset = signature.count
    while bytes.count - offset >= overhead {
      let end = offset + overhead + bigEndian(bytes, at: offset)
      if bytes[offset + 4..<offset + 8].elementsEqual(type.utf8) {
        let isIntact = checkSum(bytes, offset + 4..<end - 4) == bigEndian(bytes, at: end - 4)
        return isIntact ? Array(bytes[offset + 8..<end - 4]) : nil
      }
      if bytes[offset + 4..<offset + 8].elementsEqual("IEND".utf8) { return nil }
      offset = end
    }
    return nil
  }

  /// A chunk: length, type, data, check sum.
  static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    var chunk = bigEndian(data.count) + Array(type.utf8) + data
    chunk += bigEndian(checkSum(chunk, 4..<chunk.count))
    return chunk
  }

  /// A number in a PNG's four bytes.
  static func bigEndian(_ value: Int) -> [UInt8] {
    withUnsafeBytes(of: UInt32(value).bigEndian) { Array($0) }
  }

  // MARK: - Implementation

  /// Bytes of a chunk beside its data: length, type, check sum.
  private static let overhead = 12

  private static func bigEndian(_ bytes: [UInt8], at offset: Int) -> Int {
    bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
  }

  private static func checkSum(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
    bytes.withUnsafeBufferPointer { buffer in
      Int(crc32_z(0, buffer.baseAddress! + range.lowerBound, range.count))
    }
  }

  private static func cutOff(_ bytes: [UInt8], _ path: String) -> FileError {
    PNG.error(path, found: "a PNG image that is cut off (\(bytes.count) bytes, no end)")
  }

  private static func notPNG(_ bytes: [UInt8], _ path: String) -> FileError {
    if bytes.starts(with: signature.prefix(4)) {
      return PNG.error(
        path, found: "a PNG image damaged by a text-mode transfer (its signature is altered)",
        remedy: "copy it again in binary mode")
    }
    return PNG.error(
      path, found: "\(ContentDescription.describe(bytes)) instead of a PNG image",
      remedy: "save the picture as PNG")
  }
}

// MARK: - Interlaced pictures

/// The seven passes of an interlaced 16-bit PNG, each decoded as a picture of its own.
///
/// libpng's simplified interface mixes up the passes when it scales 16-bit samples to 8 bits:
/// the releases that fixed a buffer overflow there have this fault, Debian 12's 1.6.39 among
/// them. Each pass of the Adam7 scheme (PNG specification, section 8) is filtered on its own, so
/// its rows make a valid picture that is not interlaced; the seven are put together here.
struct PNGPasses {
  private let essential: [UInt8]
  private let width: Int
  private let height: Int
  private let bytesPerPixel: Int

  /// Each pass's first column and row, and the distances between its columns and rows.
  private static let grid: [(x: Int, y: Int, columns: Int, rows: Int)] = [
    (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
    (0, 1, 1, 2),
  ]

  /// Nil for a picture that is not 16-bit and interlaced, which libpng decodes rightly.
  ///
  /// - Parameter essential: a file whose header libpng has accepted.
  init?(of essential: [UInt8], width: Int, height: Int) {
    let header = PNGChunks.data(of: "IHDR", in: essential)
    guard header.count == 13, header[8] == 16, header[12] == 1 else { return nil }
    switch header[9] {
    case 0: bytesPerPixel = 2
    case 2: bytesPerPixel = 6
    case 4: bytesPerPixel = 4
    case 6: bytesPerPixel = 8
    default: return nil
    }
    self.essential = essential
    self.width = width
    self.height = height
  }

  /// The whole picture; a failure names the file at `path`.
  func decoded(path: String) -> Result<ColorImage, FileError> {
    let sizes = PNGPasses.grid.map { pass in
      (
        width: (width - pass.x + pass.columns - 1) / pass.columns,
        height: (height - pass.y + pass.rows - 1) / pass.rows
      )
    }
    // A pass without columns has no rows either, not even their filter bytes.
    let lengths = sizes.map { $0.width > 0 ? $0.height * (1 + $0.width * bytesPerPixel) : 0 }
    guard let rows = inflate(PNGChunks.data(of: "IDAT", in: essential), lengths.reduce(0, +))
    else {
      return .failure(PNG.error(path, found: "a damaged PNG image (its pixels do not unpack)"))
    }
    var image = ColorImage(
      width: width, height: height, pixels: Array(repeating: 0, count: width * height * 4))
    var start = 0
    for (index, length) in lengths.enumerated() where length > 0 {
      let pass = picture(of: rows[start..<start + length], sizes[index])
      do throws(FileError) {
        let reduced = try PNG.decode(essential: pass, path: path)
        scatter(reduced, PNGPasses.grid[index], into: &image)
      } catch {
        return .failure(error)
      }
      start += length
    }
    return .success(image)
  }

  // MARK: - Implementation

  /// The file of one pass: the same kind of picture, smaller and not interlaced.
  private func picture(of rows: ArraySlice<UInt8>, _ size: (width: Int, height: Int)) -> [UInt8] {
    var header = PNGChunks.data(of: "IHDR", in: essential)
    header.replaceSubrange(
      0..<8, with: PNGChunks.bigEndian(size.width) + PNGChunks.bigEndian(size.height))
    header[12] = 0
    let key = PNGChunks.data(of: "tRNS", in: essential)
    return PNGChunks.signature + PNGChunks.chunk("IHDR", header)
      + (key.isEmpty ? [] : PNGChunks.chunk("tRNS", key))
      + PNGChunks.chunk("IDAT", deflate(rows)) + PNGChunks.chunk("IEND", [])
  }

  private func scatter(
    _ reduced: ColorImage, _ pass: (x: Int, y: Int, columns: Int, rows: Int),
    into image: inout ColorImage
  ) {
    for y in 0..<reduced.height {
      for x in 0..<reduced.width {
        let source = (y * reduced.width + x) * 4
        let target = ((pass.y + y * pass.rows) * width + pass.x + x * pass.columns) * 4
        for channel in 0..<4 { image.pixels[target + channel] = reduced.pixels[source + channel] }
      }
    }
  }

  /// Exactly `count` bytes, or nil when the stream is damaged, shorter or longer.
  private func inflate(_ stream: [UInt8], _ count: Int) -> [UInt8]? {
    var isComplete = false
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
      var size = uLongf(count)
      let status = uncompress(buffer.baseAddress, &size, stream, uLong(stream.count))
      isComplete = status == Z_OK && size == count
      written = isComplete ? count : 0
    }
    return isComplete ? bytes : nil
  }

  /// The rows in a zlib stream, stored as they are: they are unpacked again at once.
  private func deflate(_ rows: ArraySlice<UInt8>) -> [UInt8] {
    rows.withUnsafeBufferPointer { source in
      let bound = compressBound(uLong(source.count))
      return [UInt8](unsafeUninitializedCapacity: Int(bound)) { buffer, written in
        var size = bound
        let status = compress2(
          buffer.baseAddress, &size, source.baseAddress, uLong(source.count), 0)
        precondition(status == Z_OK, "zlib cannot store (\(status))")
        written = Int(size)
      }
    }
  }
}
