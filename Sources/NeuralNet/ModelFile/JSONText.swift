#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Values to JSON and back, with errors that fit into one line.
package enum JSONText {
  /// Why JSON could not be read or written.
  package struct Problem: Error {
    /// One clause that names the place.
    package let clause: String

    init(clause: String) { self.clause = clause }

    /// `found` at a place in the JSON, named by keys and positions from the top.
    init(path: String, _ found: String) {
      clause = printable(path.isEmpty ? found : "\(path): \(found)")
    }
  }

  /// JSON with its keys in order, so that equal values give equal text.
  package static func encode(_ value: some Encodable) throws(Problem) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return [UInt8](try encoder.encode(value))
    } catch {
      throw Problem(clause: "cannot be written as JSON")
    }
  }

  /// The value that `json`, in UTF-8, describes.
  ///
  /// Not by Foundation's decoder: that took 60 % of the instructions of loading the default model.
  /// With ``JSONValue`` the whole load takes two thirds of them.
  package static func decode<Value: Decodable>(
    _ type: Value.Type, from json: String
  ) throws(Problem) -> Value {
    var json = json
    let parsed: Result<JSONValue, Problem> = json.withUTF8 { text in
      Result { () throws(Problem) in try JSONValue(parsing: UnsafeRawBufferPointer(text)) }
    }
    let value = try parsed.get()
    do {
      return try value.decode(type)
    } catch {
      throw Problem(clause: clause(of: error))
    }
  }

  private static func clause(of error: any Error) -> String {
    let (context, text): (DecodingError.Context, String)
    switch error as? DecodingError {
    case .keyNotFound(let key, let place): (context, text) = (place, "no \(key.stringValue)")
    case .typeMismatch(_, let place), .valueNotFound(_, let place), .dataCorrupted(let place):
      (context, text) = (place, place.debugDescription)
    default: return "not valid JSON"
    }
    let path = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
    let reason = text.hasSuffix(".") ? String(text.dropLast()) : text
    return Problem(path: path.joined(separator: "."), reason).clause
  }
}

/// `text` from a file for an error of one line: short, and without control characters.
package func printable(_ text: some StringProtocol, limit: Int = 200) -> String {
  let visible = text.unicodeScalars.prefix(limit).map {
    $0.properties.generalCategory == .control ? "\u{FFFD}" : $0
  }
  var result = String(String.UnicodeScalarView(visible))
  if text.unicodeScalars.count > limit { result += "..." }
  return result
}

/// A name from a file in quotation marks, for an error of one line.
package func quoted(_ name: String) -> String { "\"\(printable(name, limit: 60))\"" }

// MARK: - Decoding

extension JSONValue {
  /// The value of a `Decodable` type that this JSON describes.
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try ValueDecoder(value: self, codingPath: []).decode(type)
  }
}

/// A position, as a coding key.
private struct Index: CodingKey {
  let position: Int
  var stringValue: String { "\(position)" }
  var intValue: Int? { position }
  init(_ position: Int) { self.position = position }
  init?(stringValue: String) { nil }
  init?(intValue: Int) { position = intValue }
}

/// One value.
///
/// The generic `decode` serves every type that the protocols name one by one.
private struct ValueDecoder: Decoder, SingleValueDecodingContainer {
  let value: JSONValue
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .object(let members) = value else { throw mismatch("an object") }
    return KeyedDecodingContainer(Members<Key>(members: members, codingPath: codingPath))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .array(let elements) = value else { throw mismatch("an array") }
    return Elements(elements: elements, codingPath: codingPath)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

  func decodeNil() -> Bool { if case .null = value { true } else { false } }

  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    switch type {
    case is String.Type:
      if case .string(let text) = value, let text = text as? T { return text }
      throw mismatch("a text")
    case is Bool.Type:
      if case .bool(let truth) = value, let truth = truth as? T { return truth }
      throw mismatch("true or false")
    case is Float.Type: return try number { Float($0) }
    case is Double.Type: return try number { Double($0) }
    // Type by type: a cast to `any FixedWidthInteger.Type` that fails looks through every conformance
    // of the program.
    case is Int.Type: return try integer(Int.self)
    case is Int8.Type: return try integer(Int8.self)
    case is Int16.Type: return try integer(Int16.self)
    case is Int32.Type: return try integer(Int32.self)
    case is Int64.Type: return try integer(Int64.self)
    case is UInt.Type: return try integer(UInt.self)
    case is UInt8.Type: return try integer(UInt8.self)
    case is UInt16.Type: return try integer(UInt16.self)
    case is UInt32.Type: return try integer(UInt32.self)
    case is UInt64.Type: return try integer(UInt64.self)
    default: return try T(from: self)
    }
  }

  private func number<Number: BinaryFloatingPoint, T>(_ parse: (String) -> Number?) throws -> T {
    guard case .number(let text) = value else { throw mismatch("a number") }
    guard let number = parse(text), number.isFinite, let number = number as? T else {
      throw corrupted("the number \(text) is out of range")
    }
    return number
  }

  private func integer<Integer: FixedWidthInteger, T>(_: Integer.Type) throws -> T {
    guard case .number(let text) = value else { throw mismatch("a number") }
    guard let integer: Integer = value.integer(), let integer = integer as? T else {
      throw corrupted("\(text) is no whole number in range")
    }
    return integer
  }

  private func mismatch(_ expected: String) -> DecodingError {
    corrupted("\(value.kind) where \(expected) is expected")
  }

  private func corrupted(_ text: String) -> DecodingError {
    .dataCorrupted(DecodingError.Context(codingPath: codingPath, debugDescription: text))
  }
}

/// The members of an object.
private struct Members<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let members: [JSONValue.Member]
  let codingPath: [any CodingKey]

  var allKeys: [Key] { members.compactMap { Key(stringValue: $0.name) } }

  func contains(_ key: Key) -> Bool { members.contains { $0.name == key.stringValue } }

  func decodeNil(forKey key: Key) throws -> Bool { try decoder(key).decodeNil() }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    try decoder(key).decode(type)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try decoder(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try decoder(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder {
    ValueDecoder(value: .object(members), codingPath: codingPath)
  }

  func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }

  private func decoder(_ key: Key) throws -> ValueDecoder {
    guard let member = members.first(where: { $0.name == key.stringValue }) else {
      throw DecodingError.keyNotFound(
        key, DecodingError.Context(codingPath: codingPath, debugDescription: ""))
    }
    return ValueDecoder(value: member.value, codingPath: codingPath + [key])
  }
}

/// The elements of an array, from the front.
private struct Elements: UnkeyedDecodingContainer {
  let elements: [JSONValue]
  let codingPath: [any CodingKey]
  var currentIndex = 0

  var count: Int? { elements.count }
  var isAtEnd: Bool { currentIndex >= elements.count }

  mutating func decodeNil() throws -> Bool {
    guard try peek().decodeNil() else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
    let value = try peek().decode(type)
    currentIndex += 1
    return value
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    let container = try peek().container(keyedBy: type)
    currentIndex += 1
    return container
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    let container = try peek().unkeyedContainer()
    currentIndex += 1
    return container
  }

  mutating func superDecoder() throws -> any Decoder {
    let decoder = try peek()
    currentIndex += 1
    return decoder
  }

  private func peek() throws -> ValueDecoder {
    let path = codingPath + [Index(currentIndex)]
    guard !isAtEnd else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(codingPath: path, debugDescription: "the array is too short"))
    }
    return ValueDecoder(value: elements[currentIndex], codingPath: path)
  }
}
