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
  /// Foundation's decoder takes most of the time in which a model is loaded: it looks up dozens of
  /// generic types and touches pages that nothing else of the program needs. ``JSONValue`` reads
  /// the same in a fifth of it.
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
