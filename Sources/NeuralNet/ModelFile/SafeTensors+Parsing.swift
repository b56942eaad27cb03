public import RecognizerFileIO

extension SafeTensors {
  /// The content of a file, `bytes`; `path` only names it in errors.
  ///
  /// Every byte must be accounted for: arrays fill the data without overlap, hole or rest, and
  /// nothing is allocated before the sizes that the file claims are proved.
  ///
  /// - Throws: `FileError` when the bytes are no safetensors file of 32-bit floats.
  public init(_ bytes: [UInt8], path: String) throws(FileError) {
    do {
      let (header, dataStart) = try Self.header(of: bytes)
      let ranges = try Self.ranges(of: header, dataCount: bytes.count - dataStart)
      self.init(
        tensors: ranges.map { name, range in
          let data = bytes[dataStart + range.lowerBound..<dataStart + range.upperBound]
          return Tensor(name: name, shape: header.entries[name]?.shape ?? [], bytes: data)
        }, metadata: header.metadata ?? [:])
    } catch {
      throw FileError(.corrupt, path: path, found: error.found, remedy: error.remedy)
    }
  }
}

// MARK: - Implementation

/// What is wrong with a file whose path is known further up.
private struct Problem: Error {
  var found: String
  var remedy = "fetch or make the file again"

  static func foreign(_ found: String) -> Problem {
    Problem(found: "not a safetensors file (\(found))", remedy: "name a safetensors file")
  }
}

extension SafeTensors {
  private static func header(
    of bytes: [UInt8]
  ) throws(Problem) -> (header: Header, dataStart: Int) {
    guard bytes.count >= 8 else { throw .foreign("\(bytes.count) bytes long") }
    let claimed = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard claimed <= Header.largestCount else {
      throw .foreign("a header of \(claimed) bytes, at most \(Header.largestCount) are read")
    }
    let count = Int(claimed)
    guard count <= bytes.count - 8 else {
      throw Problem(found: "a header of \(count) bytes in a file of \(bytes.count)")
    }
    let json = bytes[8..<8 + count]
    // A zero byte is no JSON in UTF-8, but would make the decoder try UTF-16.
    guard json.first == UInt8(ascii: "{"), !json.contains(0) else {
      throw .foreign("its header is not a JSON object in UTF-8")
    }
    let header: Header
    do {
      header = try JSONText.decode(Header.self, from: json)
    } catch {
      throw .foreign("its header: \(error.clause)")
    }
    // The decoder keeps one of several equal names and drops fields it does not know. Other
    // readers keep another, so that one file would be two different ones.
    guard nameCount(in: json) == header.nameCount else {
      throw Problem(found: "its header says a name twice or has unknown fields")
    }
    return (header, 8 + count)
  }

  /// The names in all objects of valid JSON: each is followed by a colon outside of strings.
  private static func nameCount(in json: ArraySlice<UInt8>) -> Int {
    var (count, inString, escaped) = (0, false, false)
    for byte in json {
      if escaped {
        escaped = false
      } else if byte == UInt8(ascii: "\"") {
        inString.toggle()
      } else if inString {
        escaped = byte == UInt8(ascii: "\\")
      } else if byte == UInt8(ascii: ":") {
        count += 1
      }
    }
    return count
  }

  /// The bytes of each array, in the order of the data, which they fill exactly.
  private static func ranges(
    of header: Header, dataCount: Int
  ) throws(Problem) -> [(name: String, range: Range<Int>)] {
    var ranges: [(name: String, range: Range<Int>)] = []
    for (name, entry) in header.entries {
      ranges.append((name, try range(of: entry, name: quoted(name), dataCount: dataCount)))
    }
    // Empty arrays share their start with the next one; the name makes errors repeatable.
    ranges.sort {
      ($0.range.lowerBound, $0.range.upperBound, $0.name)
        < ($1.range.lowerBound, $1.range.upperBound, $1.name)
    }
    var end = 0
    for (name, range) in ranges {
      guard range.lowerBound == end else {
        throw Problem(
          found: range.lowerBound < end
            ? "tensor \(quoted(name)) overlaps another"
            : "\(range.lowerBound - end) unused bytes before tensor \(quoted(name))")
      }
      end = range.upperBound
    }
    guard end == dataCount else {
      throw Problem(found: "\(dataCount - end) bytes after the last tensor")
    }
    return ranges
  }

  private static func range(
    of entry: Header.Entry, name: String, dataCount: Int
  ) throws(Problem) -> Range<Int> {
    guard entry.dtype == "F32" else {
      throw Problem(
        found: "tensor \(name) has elements of type \(quoted(entry.dtype))",
        remedy: "convert it to F32")
    }
    guard let count = elementCount(entry.shape), count <= Int.max / 4 else {
      throw Problem(found: "tensor \(name) has an impossible shape")
    }
    let offsets = entry.dataOffsets
    guard offsets.count == 2, offsets[0] >= 0, offsets[0] <= offsets[1] else {
      throw Problem(found: "tensor \(name) has impossible offsets")
    }
    guard offsets[1] <= dataCount else {
      throw Problem(found: "tensor \(name) ends at byte \(offsets[1]) of \(dataCount)")
    }
    guard offsets[1] - offsets[0] == count * 4 else {
      throw Problem(
        found: "tensor \(name) has \(offsets[1] - offsets[0]) bytes for \(count) elements")
    }
    return offsets[0]..<offsets[1]
  }
}
