#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Values to JSON and back, with errors that fit into one line.
enum JSONText {
  /// Why JSON could not be read or written.
  struct Problem: Error {
    /// One clause that names the place.
    let clause: String
  }

  /// JSON with its keys in order, so that equal values give equal text.
  static func encode(_ value: some Encodable) throws(Problem) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return [UInt8](try encoder.encode(value))
    } catch {
      throw Problem(clause: "cannot be written as JSON")
    }
  }

  /// The value that `json`, in UTF-8, describes.
  static func decode<Value: Decodable>(
    _ type: Value.Type, from json: some Collection<UInt8>
  ) throws(Problem) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(json))
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
    return printable(path.isEmpty ? reason : "\(path.joined(separator: ".")): \(reason)")
  }
}

/// `text` from a file for an error of one line: short, and without control characters.
func printable(_ text: some StringProtocol, limit: Int = 200) -> String {
  let visible = text.unicodeScalars.prefix(limit).map {
    $0.properties.generalCategory == .control ? "\u{FFFD}" : $0
  }
  var result = String(String.UnicodeScalarView(visible))
  if text.unicodeScalars.count > limit { result += "..." }
  return result
}

/// A name from a file in quotation marks, for an error of one line.
func quoted(_ name: String) -> String { "\"\(printable(name, limit: 60))\"" }
