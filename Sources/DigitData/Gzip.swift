internal import CZlib
package import RecognizerFileIO

/// Gzip compression and decompression of bytes in memory, streamed through zlib.
package enum Gzip {
  /// Whether `bytes` begin with gzip's magic number, 1F 8B.
  package static func isCompressed(_ bytes: [UInt8]) -> Bool { bytes.starts(with: magic) }

  /// The content of `bytes`: decompressed where they are gzip data, otherwise as they are.
  ///
  /// Several gzip members in a row count as one content, as in the gzip program.
  ///
  /// - Parameters:
  ///   - path: the file that the bytes came from, for the error.
  ///   - limit: the most bytes the content may have; decompression stops as soon as it is exceeded.
  ///   - remedy: the error's remedy.
  /// - Throws: `FileError` when the data ends early, fails its check sum, has bytes after its
  ///   end, or is over the limit.
  package static func decompressed(
    _ bytes: [UInt8], path: String, limit: Int = 1 << 30,
    remedy: String = "fetch or copy the file again"
  ) throws(FileError) -> [UInt8] {
    guard isCompressed(bytes) else {
      guard bytes.count <= limit else {
        throw FileError(
          .corrupt, path: path, found: "more than \(limit) bytes", remedy: remedy)
      }
      return bytes
    }
    return try inflateMembers(bytes, limit: limit) {
      FileError(.corrupt, path: path, found: $0, remedy: remedy)
    }.get()
  }

  /// `bytes` as one gzip member without a name or a date, so that equal bytes compress equally.
  ///
  /// - Parameter level: 1, fastest, to 9, smallest.
  package static func compressed(_ bytes: [UInt8], level: Int = 9) -> [UInt8] {
    precondition((1...9).contains(level), "compression level \(level)")
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    defer { stream.deallocate() }
    stream.initialize(to: z_stream())
    let status = deflateInit2_(
      stream, Int32(level), Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib cannot start (\(status))")
    defer { deflateEnd(stream) }
    var output: [UInt8] = []
    bytes.withUnsafeBytes { input in
      var feed = Feed(input)
      var status = Z_OK
      while status != Z_STREAM_END {
        feed.refill(stream)
        status = appendChunk(to: &output, from: stream) {
          deflate($0, feed.isEmpty ? Z_FINISH : Z_NO_FLUSH)
        }
      }
    }
    return output
  }

  // MARK: - Implementation

  private static let magic: [UInt8] = [0x1F, 0x8B]
  /// The largest window, and 16 to say "gzip, not zlib".
  private static let windowBits: Int32 = 15 + 16
  private static let chunkSize = 1 << 18

  /// - Parameter error: makes the error from what was found.
  private static func inflateMembers(
    _ bytes: [UInt8], limit: Int, _ error: (_ found: String) -> FileError
  ) -> Result<[UInt8], FileError> {
    // On the heap: zlib keeps the address of its stream and refuses one that has moved.
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    defer { stream.deallocate() }
    stream.initialize(to: z_stream())
    let status = inflateInit2_(
      stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { return .failure(error("zlib cannot start (\(status))")) }
    defer { inflateEnd(stream) }
    return bytes.withUnsafeBytes { input in
      var feed = Feed(input)
      var output: [UInt8] = []
      output.reserveCapacity(expectedSize(bytes, limit: limit))
      while true {
        feed.refill(stream)
        let before = output.count
        let status = appendChunk(to: &output, from: stream) { inflate($0, Z_NO_FLUSH) }
        guard output.count <= limit else {
          return .failure(error("gzip data of more than \(limit) bytes"))
        }
        let left = Int(stream.pointee.avail_in) + feed.remaining.count
        switch status {
        case Z_STREAM_END where left == 0:
          return .success(output)
        case Z_STREAM_END:
          guard bytes[(bytes.count - left)...].starts(with: magic) else {
            return .failure(error("damaged gzip data (\(left) bytes after its end)"))
          }
          inflateReset(stream)
        case Z_OK, Z_BUF_ERROR:
          // No input is left and no output was produced: the end is missing.
          if left == 0 && output.count == before {
            return .failure(error("truncated gzip data (\(bytes.count) bytes)"))
          }
        default:
          let reason = stream.pointee.msg.map { String(cString: $0) } ?? "error \(status)"
          return .failure(error("damaged gzip data (\(reason))"))
        }
      }
    }
  }

  /// Room for the whole content at once, as far as the trailer's size can be believed.
  private static func expectedSize(_ bytes: [UInt8], limit: Int) -> Int {
    let claimed = bytes.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    // Deflate never compresses to less than a 1032nd.
    return min(claimed, limit, bytes.count * 1032)
  }

  private static func appendChunk(
    to output: inout [UInt8], from stream: UnsafeMutablePointer<z_stream>,
    _ step: (UnsafeMutablePointer<z_stream>) -> Int32
  ) -> Int32 {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: chunkSize) { chunk in
      stream.pointee.next_out = chunk.baseAddress
      stream.pointee.avail_out = UInt32(chunkSize)
      let status = step(stream)
      output.append(contentsOf: chunk[..<(chunkSize - Int(stream.pointee.avail_out))])
      return status
    }
  }

  /// Hands input to zlib in runs of at most 1 GiB, because zlib counts it in 32 bits.
  private struct Feed {
    var remaining: UnsafeRawBufferPointer.SubSequence
    var isEmpty: Bool { remaining.isEmpty }

    init(_ input: UnsafeRawBufferPointer) { remaining = input[...] }

    mutating func refill(_ stream: UnsafeMutablePointer<z_stream>) {
      guard stream.pointee.avail_in == 0, !remaining.isEmpty else { return }
      let run = UnsafeRawBufferPointer(rebasing: remaining.prefix(1 << 30))
      stream.pointee.next_in = UnsafeMutablePointer(
        mutating: run.bindMemory(to: UInt8.self).baseAddress)
      stream.pointee.avail_in = UInt32(run.count)
      remaining = remaining.dropFirst(run.count)
    }
  }
}
