/// A value of JSON (RFC 8259).
///
/// Objects keep their members in the order of the text, equal names included: whoever reads one
/// decides whether that is an error.
enum JSONValue {
  case null
  case bool(Bool)
  /// A number as it is written.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([Member])

  /// A name and its value.
  struct Member {
    let name: String
    let value: JSONValue
  }

  /// The value that `text`, in UTF-8, describes.
  init(parsing text: UnsafeRawBufferPointer) throws(JSONText.Problem) {
    var parser = Parser(text: text)
    self = try parser.wholeValue()
  }

  /// One word for an error.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a truth value"
    case .number: "a number"
    case .string: "a text"
    case .array: "an array"
    case .object: "an object"
    }
  }

  // MARK: Values at a place that errors name

  func members(at path: String) throws(JSONText.Problem) -> [JSONValue.Member] {
    guard case .object(let members) = self else { throw mismatch(path, "an object") }
    return members
  }

  func text(at path: String) throws(JSONText.Problem) -> String {
    guard case .string(let text) = self else { throw mismatch(path, "a text") }
    return text
  }

  func integers(at path: String) throws(JSONText.Problem) -> [Int] {
    guard case .array(let elements) = self else { throw mismatch(path, "an array") }
    var integers: [Int] = []
    integers.reserveCapacity(elements.count)
    for (position, element) in elements.enumerated() {
      guard let integer: Int = element.integer() else {
        throw element.mismatch("\(path).\(position)", "a whole number")
      }
      integers.append(integer)
    }
    return integers
  }

  /// A number without a fraction that the type holds, or nil.
  func integer<Integer: FixedWidthInteger>() -> Integer? {
    guard case .number(let text) = self else { return nil }
    return Integer(text) ?? Double(text).flatMap { Integer(exactly: $0) }
  }

  private func mismatch(_ path: String, _ expected: String) -> JSONText.Problem {
    JSONText.Problem(path: path, "\(kind) where \(expected) is expected")
  }
}

// MARK: - Parsing

/// Reads text from the front; what is read is `position` bytes long.
private struct Parser {
  let text: UnsafeRawBufferPointer
  var position = 0
  /// Arrays and objects around the position.
  private var depth = 0

  /// The depth that other readers accept, too; deeper text would use up the stack.
  private static let mostDepth = 512

  init(text: UnsafeRawBufferPointer) { self.text = text }

  mutating func wholeValue() throws(JSONText.Problem) -> JSONValue {
    let result = try value()
    skipSpace()
    guard position == text.count else { throw unexpected() }
    return result
  }

  private mutating func value() throws(JSONText.Problem) -> JSONValue {
    skipSpace()
    switch peek {
    case UInt8(ascii: "{"): return .object(try object())
    case UInt8(ascii: "["): return .array(try array())
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func object() throws(JSONText.Problem) -> [JSONValue.Member] {
    var members: [JSONValue.Member] = []
    try enter()
    skipSpace()
    if !take("}") {
      repeat {
        skipSpace()
        guard peek == UInt8(ascii: "\"") else { throw unexpected() }
        let name = try string()
        skipSpace()
        guard take(":") else { throw unexpected() }
        members.append(JSONValue.Member(name: name, value: try value()))
        skipSpace()
      } while take(",")
      guard take("}") else { throw unexpected() }
    }
    depth -= 1
    return members
  }

  private mutating func array() throws(JSONText.Problem) -> [JSONValue] {
    var elements: [JSONValue] = []
    try enter()
    skipSpace()
    if !take("]") {
      repeat {
        elements.append(try value())
        skipSpace()
      } while take(",")
      guard take("]") else { throw unexpected() }
    }
    depth -= 1
    return elements
  }

  private mutating func string() throws(JSONText.Problem) -> String {
    position += 1
    let start = position
    while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      position += 1
    }
    guard peek != UInt8(ascii: "\"") else {
      position += 1
      return try utf8(text[start..<position - 1])
    }
    var bytes = [UInt8](text[start..<position])
    while let byte = peek, byte >= 0x20 {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return try utf8(bytes)
      case UInt8(ascii: "\\"): bytes += try escaped()
      default: bytes.append(byte)
      }
    }
    throw unexpected()
  }

  private func utf8(_ bytes: some Collection<UInt8>) throws(JSONText.Problem) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw JSONText.Problem(clause: "a text that is not UTF-8")
    }
    return text
  }

  /// The UTF-8 of what follows a backslash.
  private mutating func escaped() throws(JSONText.Problem) -> [UInt8] {
    guard let byte = peek else { throw unexpected() }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [8]
    case UInt8(ascii: "f"): return [12]
    case UInt8(ascii: "n"): return [10]
    case UInt8(ascii: "r"): return [13]
    case UInt8(ascii: "t"): return [9]
    case UInt8(ascii: "u"): break
    default: throw unexpected()
    }
    var code = try hexadecimal()
    // A character beyond the first 65,536 is two halves; half a character is none.
    if (0xD800..<0xDC00).contains(code), take("\\"), take("u") {
      let low = try hexadecimal()
      guard (0xDC00..<0xE000).contains(low) else { throw unexpected() }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw unexpected() }
    return Array(String(scalar).utf8)
  }

  private mutating func hexadecimal() throws(JSONText.Problem) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw unexpected()
      }
      position += 1
      code = code << 4 | UInt32(digit)
    }
    return code
  }

  private mutating func number() throws(JSONText.Problem) -> String {
    let start = position
    _ = take("-")
    let isZero = peek == UInt8(ascii: "0")
    let digits = try takeDigits()
    guard !isZero || digits == 1 else { throw unexpected() }
    if take(".") { _ = try takeDigits() }
    if take("e") || take("E") {
      _ = take("+") || take("-")
      _ = try takeDigits()
    }
    return String(decoding: text[start..<position], as: UTF8.self)
  }

  private mutating func takeDigits() throws(JSONText.Problem) -> Int {
    let start = position
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    guard position > start else { throw unexpected() }
    return position - start
  }

  private mutating func word(
    _ word: StaticString, _ value: JSONValue
  ) throws(JSONText.Problem) -> JSONValue {
    for offset in 0..<word.utf8CodeUnitCount {
      guard peek == word.utf8Start[offset] else { throw unexpected() }
      position += 1
    }
    return value
  }

  private var peek: UInt8? { position < text.count ? text[position] : nil }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }

  private mutating func enter() throws(JSONText.Problem) {
    position += 1
    depth += 1
    guard depth <= Self.mostDepth else {
      throw JSONText.Problem(clause: "nested more than \(Self.mostDepth) deep")
    }
  }

  private func unexpected() -> JSONText.Problem {
    JSONText.Problem(
      clause: position < text.count
        ? "not valid JSON at byte \(position)" : "not valid JSON, it ends too early")
  }
}
