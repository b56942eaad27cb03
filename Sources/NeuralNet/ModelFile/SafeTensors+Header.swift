extension SafeTensors {
  /// The JSON at the start of a file: where each array lies, and the text.
  struct Header {
    /// One array's element type, shape and place in the data, in bytes.
    struct Entry: Codable {
      var dtype: String
      var shape: [Int]
      var dataOffsets: [Int]

      enum CodingKeys: String, CodingKey {
        case dtype, shape
        case dataOffsets = "data_offsets"
      }
    }

    /// The one key that is not an array's name.
    static let metadataKey = "__metadata__"
    /// The most bytes of JSON that are read or written: a hundred thousand arrays fit.
    static let largestCount = 16 << 20

    var entries: [String: Entry]
    var metadata: [String: String]?

    /// The names in all objects of the JSON.
    var nameCount: Int {
      entries.count * 4 + (metadata.map { $0.count + 1 } ?? 0)
    }
  }
}

// MARK: - Codable

extension SafeTensors.Header: Codable {
  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Name.self)
    entries = [:]
    for name in values.allKeys {
      if name.stringValue == Self.metadataKey {
        metadata = try values.decode([String: String].self, forKey: name)
      } else {
        entries[name.stringValue] = try values.decode(Entry.self, forKey: name)
      }
    }
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Name.self)
    try values.encodeIfPresent(metadata, forKey: Name(stringValue: Self.metadataKey))
    for (name, entry) in entries {
      try values.encode(entry, forKey: Name(stringValue: name))
    }
  }
}
