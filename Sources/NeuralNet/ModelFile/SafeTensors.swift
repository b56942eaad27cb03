package import RecognizerFileIO

/// Named arrays of 32-bit floats and texts: the content of a safetensors file.
///
/// The [format](https://huggingface.co/docs/safetensors) is a header in JSON and then the arrays'
/// bytes, so that Python and others read it without this package.
package struct SafeTensors: Hashable, Sendable {
  /// The arrays, ordered by name.
  package let tensors: [Tensor]
  /// The texts, by key.
  package let metadata: [String: String]
  private let positions: [String: Int]

  /// The content of a file with these arrays, whose names must differ, and these texts.
  package init(tensors: [Tensor], metadata: [String: String] = [:]) {
    self.tensors = tensors.sorted { $0.name < $1.name }
    self.metadata = metadata
    positions = Dictionary(
      uniqueKeysWithValues: self.tensors.enumerated().map { ($0.element.name, $0.offset) })
  }

  /// The content of a file, `bytes`; `path` only names it in errors.
  ///
  /// - Throws: `FileError` when the bytes are no safetensors file of 32-bit floats.
  package init(_ bytes: [UInt8], path: String) throws(FileError) {
    let layout: Result<SafeTensorsLayout, FileError> = bytes.withUnsafeBytes { file in
      Result { () throws(FileError) in try SafeTensorsLayout(file, path: path) }
    }
    let found = try layout.get()
    self.init(
      tensors: found.entries.map { entry in
        Tensor(name: entry.name, shape: entry.shape, bytes: bytes[entry.range])
      }, metadata: found.metadata)
  }

  /// The array called `name`, or nil.
  package func tensor(named name: String) -> Tensor? { positions[name].map { tensors[$0] } }
}

extension SafeTensors {
  /// One named array; equal arrays have equal bits, so that not-a-number equals itself.
  package struct Tensor: Hashable, Sendable {
    /// The array's name in the file.
    package let name: String
    /// The length of each axis, outermost first; a single number has none.
    package let shape: [Int]
    /// The elements as they are in a file: a slice of it, so that parsing copies nothing.
    fileprivate let bytes: ArraySlice<UInt8>

    /// An array whose shape holds exactly `values`, row-major.
    package init(name: String, shape: [Int], values: some Collection<Float>) {
      let bytes =
        values.withContiguousStorageIfAvailable { [UInt8](UnsafeRawBufferPointer($0)) }
        ?? Array(values).withUnsafeBytes { [UInt8]($0) }
      self.init(name: name, shape: shape, bytes: bytes[...])
    }

    /// An array whose shape holds exactly the floats in `bytes`.
    fileprivate init(name: String, shape: [Int], bytes: ArraySlice<UInt8>) {
      precondition(UInt32(littleEndian: 1) == 1, "the format's byte order is the processor's")
      precondition(name != SafeTensorsLayout.metadataKey, "\(name) is the name of the texts")
      precondition(
        elementCount(shape) == bytes.count / 4,
        "\(name): \(shape) does not hold \(bytes.count / 4) elements")
      self.name = name
      self.shape = shape
      self.bytes = bytes
    }

    /// The number of elements.
    package var count: Int { bytes.count / 4 }

    /// A copy of the elements, row-major.
    package var values: [Float] {
      [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
        bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
        initialized = count
      }
    }
  }
}

// MARK: - Writing

extension SafeTensors {
  /// The bytes of a file with this content: equal contents give equal bytes.
  ///
  /// Arrays follow each other by name. The header is padded with spaces so that the data starts
  /// at a multiple of eight, where the format's own implementation puts it.
  package func bytes() -> [UInt8] {
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
      header.entries[tensor.name] = Header.Entry(
        dtype: "F32", shape: tensor.shape, data_offsets: [start, end])
      start = end
    }
    guard var json = try? JSONText.encode(header) else {
      preconditionFailure("text and whole numbers always encode")
    }
    json += [UInt8](repeating: UInt8(ascii: " "), count: (8 - json.count % 8) % 8)
    precondition(json.count <= SafeTensorsLayout.largestHeader, "a header of \(json.count) bytes")
    return json
  }

  /// The JSON at the start of a file.
  private struct Header: Encodable {
    struct Entry: Encodable {
      var dtype: String
      var shape: [Int]
      // The format's own spelling.
      var data_offsets: [Int]
    }

    private struct Name: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    var entries: [String: Entry]
    var metadata: [String: String]?

    func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: Name.self)
      try values.encodeIfPresent(
        metadata, forKey: Name(stringValue: SafeTensorsLayout.metadataKey))
      for (name, entry) in entries {
        try values.encode(entry, forKey: Name(stringValue: name))
      }
    }
  }
}
