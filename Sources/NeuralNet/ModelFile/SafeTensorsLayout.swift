package import RecognizerFileIO

/// Where each array of a safetensors file lies, and the texts beside them: its header, read.
///
/// Every byte must be accounted for: arrays fill the data without overlap, hole or rest, and
/// nothing is allocated before the sizes that the file claims are proved.
package struct SafeTensorsLayout {
  /// One array.
  package struct Entry {
    /// The array's name.
    package let name: String
    /// The length of each axis, outermost first.
    package let shape: [Int]
    /// The bytes of its elements in the file: four for each.
    package let range: Range<Int>
  }

  /// The one key of the header that is not an array's name.
  static let metadataKey = "__metadata__"
  /// The most bytes of JSON that are read or written: a hundred thousand arrays fit.
  static let largestHeader = 16 << 20

  /// The arrays, in the order of the data, which they fill exactly.
  package let entries: [Entry]
  /// The texts, by key.
  package let metadata: [String: String]

  /// The layout of a file, `bytes`; `path` only names it in errors.
  ///
  /// - Throws: `FileError` when the bytes are no safetensors file of 32-bit floats.
  package init(_ bytes: UnsafeRawBufferPointer, path: String) throws(FileError) {
    do {
      let (json, dataStart) = try Self.header(of: bytes)
      (entries, metadata) = try Self.parsed(json, dataStart: dataStart, end: bytes.count)
    } catch {
      throw FileError(.corrupt, path: path, found: error.found, remedy: error.remedy)
    }
  }
}

/// The product of `shape`, or nil if an axis is negative or the product is out of range.
func elementCount(_ shape: [Int]) -> Int? {
  var count = 1
  for axis in shape {
    let (product, overflow) = count.multipliedReportingOverflow(by: axis)
    guard axis >= 0, !overflow else { return nil }
    count = product
  }
  return count
}

// MARK: - Implementation

/// A fault in a file whose path is known further up.
private struct Problem: Error {
  var found: String
  var remedy = "fetch or make the file again"

  static func foreign(_ found: String) -> Problem {
    Problem(found: "not a safetensors file (\(found))", remedy: "name a safetensors file")
  }
}

extension SafeTensorsLayout {
  private static func header(
    of bytes: UnsafeRawBufferPointer
  ) throws(Problem) -> (json: UnsafeRawBufferPointer, dataStart: Int) {
    guard bytes.count >= 8 else { throw .foreign("\(bytes.count) bytes long") }
    let claimed = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    guard claimed <= largestHeader else {
      throw .foreign("a header of \(claimed) bytes, at most \(largestHeader) are read")
    }
    let count = Int(claimed)
    guard count <= bytes.count - 8 else {
      throw Problem(found: "a header of \(count) bytes in a file of \(bytes.count)")
    }
    let json = UnsafeRawBufferPointer(rebasing: bytes[8..<8 + count])
    guard json.first == UInt8(ascii: "{"), !json.contains(0) else {
      throw .foreign("its header is not a JSON object in UTF-8")
    }
    return (json, 8 + count)
  }

  private static func parsed(
    _ json: UnsafeRawBufferPointer, dataStart: Int, end: Int
  ) throws(Problem) -> (entries: [Entry], metadata: [String: String]) {
    let header: Header
    do {
      header = try Header(JSONValue(parsing: json))
    } catch {
      throw .foreign("its header: \(error.clause)")
    }
    guard !header.isAmbiguous else {
      throw Problem(found: "its header says a name twice or has unknown fields")
    }
    var entries: [Entry] = []
    entries.reserveCapacity(header.arrays.count)
    for array in header.arrays {
      entries.append(try array.entry(dataStart: dataStart, dataCount: end - dataStart))
    }
    // Empty arrays share their start with the next one; the name makes errors repeatable.
    entries.sort {
      ($0.range.lowerBound, $0.range.upperBound, $0.name)
        < ($1.range.lowerBound, $1.range.upperBound, $1.name)
    }
    var position = dataStart
    for entry in entries {
      guard entry.range.lowerBound == position else {
        throw Problem(
          found: entry.range.lowerBound < position
            ? "tensor \(quoted(entry.name)) overlaps another"
            : "\(entry.range.lowerBound - position) unused bytes before tensor "
              + quoted(entry.name))
      }
      position = entry.range.upperBound
    }
    guard position == end else {
      throw Problem(found: "\(end - position) bytes after the last tensor")
    }
    return (entries, header.metadata)
  }
}

/// The JSON of a header as it says, nothing proved.
private struct Header {
  struct Array {
    var name: String
    var type: String
    var shape: [Int]
    var offsets: [Int]
  }

  var arrays: [Array] = []
  var metadata: [String: String] = [:]
  /// Whether a name is there twice or a field is unknown: other readers keep another one of two
  /// equal names, so that one file would be two different ones.
  var isAmbiguous = false

  init(_ json: JSONValue) throws(JSONText.Problem) {
    let members = try json.members(at: "")
    isAmbiguous = Set(members.map(\.name)).count < members.count
    arrays.reserveCapacity(members.count)
    for member in members {
      let (name, value) = (member.name, member.value)
      if name == SafeTensorsLayout.metadataKey {
        let texts = try value.members(at: name)
        for text in texts {
          metadata[text.name] = try text.value.text(at: "\(name).\(text.name)")
        }
        isAmbiguous = isAmbiguous || metadata.count < texts.count
      } else {
        let fields = try value.members(at: name)
        isAmbiguous = isAmbiguous || fields.count != 3
        arrays.append(
          Array(
            name: name, type: try Self.field("dtype", of: fields, name).text(at: "\(name).dtype"),
            shape: try Self.field("shape", of: fields, name).integers(at: "\(name).shape"),
            offsets: try Self.field("data_offsets", of: fields, name)
              .integers(at: "\(name).data_offsets")))
      }
    }
  }

  private static func field(
    _ key: String, of fields: [JSONValue.Member], _ name: String
  ) throws(JSONText.Problem) -> JSONValue {
    guard let field = fields.first(where: { $0.name == key }) else {
      throw JSONText.Problem(path: name, "no \(key)")
    }
    return field.value
  }
}

extension Header.Array {
  fileprivate func entry(dataStart: Int, dataCount: Int) throws(Problem) -> SafeTensorsLayout.Entry
  {
    guard type == "F32" else {
      throw Problem(
        found: "tensor \(quoted(name)) has elements of type \(quoted(type))",
        remedy: "convert it to F32")
    }
    guard let count = elementCount(shape), count <= Int.max / 4 else {
      throw Problem(found: "tensor \(quoted(name)) has an impossible shape")
    }
    guard offsets.count == 2, offsets[0] >= 0, offsets[0] <= offsets[1] else {
      throw Problem(found: "tensor \(quoted(name)) has impossible offsets")
    }
    guard offsets[1] <= dataCount else {
      throw Problem(found: "tensor \(quoted(name)) ends at byte \(offsets[1]) of \(dataCount)")
    }
    guard offsets[1] - offsets[0] == count * 4 else {
      throw Problem(
        found: "tensor \(quoted(name)) has \(offsets[1] - offsets[0]) bytes for \(count) elements")
    }
    return SafeTensorsLayout.Entry(
      name: name, shape: shape, range: dataStart + offsets[0]..<dataStart + offsets[1])
  }
}
