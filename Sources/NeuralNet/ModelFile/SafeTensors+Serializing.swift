extension SafeTensors {
  /// The bytes of a file with this content: equal contents give equal bytes.
  ///
  /// Arrays follow each other by name. The header is padded with spaces so that the data starts
  /// at a multiple of eight, where the format's own implementation puts it.
  public func bytes() -> [UInt8] {
    let header = paddedHeader()
    let dataCount = tensors.reduce(0) { $0 + $1.bytes.count }
    let total = 8 + header.count + dataCount
    return [UInt8](unsafeUninitializedCapacity: total) { buffer, initialized in
      var rest = UnsafeMutableRawBufferPointer(buffer)
      func append(_ bytes: UnsafeRawBufferPointer) {
        rest.copyMemory(from: bytes)
        rest = UnsafeMutableRawBufferPointer(rebasing: rest[bytes.count...])
      }
      withUnsafeBytes(of: UInt64(header.count).littleEndian, append)
      header.withUnsafeBytes(append)
      for tensor in tensors { tensor.bytes.withUnsafeBytes(append) }
      initialized = total
    }
  }

  private func paddedHeader() -> [UInt8] {
    var header = Header(entries: [:], metadata: metadata.isEmpty ? nil : metadata)
    var start = 0
    for tensor in tensors {
      let end = start + tensor.bytes.count
      header.entries[tensor.name] = .init(
        dtype: "F32", shape: tensor.shape, dataOffsets: [start, end])
      start = end
    }
    guard var json = try? JSONText.encode(header) else {
      preconditionFailure("text and whole numbers always encode")
    }
    json += [UInt8](repeating: UInt8(ascii: " "), count: (8 - json.count % 8) % 8)
    precondition(json.count <= Header.largestCount, "a header of \(json.count) bytes")
    return json
  }
}
