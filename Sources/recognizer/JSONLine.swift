#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One object of JSON Lines: keys in snake case and in alphabetical order, numbers finite.
package enum JSONLine {
  /// `value` as one line, without its end.
  ///
  /// A property that is `nil` is left out; ``ExplicitNull`` makes it `null`.
  ///
  /// - Throws: `EncodingError` for a number that is not finite.
  package static func text(of value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    // Without an order of its own, Foundation's would change from run to run.
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}

/// An optional property that is written as `null` rather than left out.
@propertyWrapper
package struct ExplicitNull<Value: Encodable>: Encodable {
  /// The value, if there is one.
  package var wrappedValue: Value?

  /// A property that holds `wrappedValue`.
  package init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
  }
}

extension ExplicitNull: Sendable where Value: Sendable {}

extension BinaryFloatingPoint {
  /// The number, or `nil` where JSON has none for it.
  package var finite: Self? { isFinite ? self : nil }
}

extension Console {
  /// Prints `value` as a line of JSON.
  package func writeJSON(_ value: some Encodable) throws {
    try writeLine(JSONLine.text(of: value))
  }
}
