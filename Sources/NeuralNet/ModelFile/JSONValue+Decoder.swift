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
    case let integer as any FixedWidthInteger.Type: return try self.integer(integer)
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
