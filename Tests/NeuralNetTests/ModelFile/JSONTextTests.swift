import Foundation
import NeuralNet
import Testing

/// The package's own JSON reader agrees with Foundation's.
@Suite struct JSONTextTests {
  private struct Everything: Codable, Equatable {
    enum Kind: Codable, Equatable {
      case plain
      case with(size: Int, label: String?)
    }

    var integers: [Int]
    var largest: UInt64
    var byte: UInt8
    var float: Float
    var double: Double
    var isOn: Bool
    var missing: Int?
    var text: String
    var byName: [String: [Double]]
    var kinds: [Kind]
  }

  @Test func whatFoundationWritesIsRead() throws {
    let value = Everything(
      integers: [0, -1, .max, .min], largest: .max, byte: 255, float: 0.1, double: 0.1 + 0.2,
      isOn: true, missing: nil, text: "\"\\/\u{8}\n\u{1}\u{E9}\u{1F600}",
      byName: ["": [], "a\nb": [1, -1e300]],
      kinds: [.plain, .with(size: 3, label: nil), .with(size: 4, label: "x")])
    for formatting in [JSONEncoder.OutputFormatting.prettyPrinted, .sortedKeys, []] {
      let encoder = JSONEncoder()
      encoder.outputFormatting = formatting
      let text = String(decoding: try encoder.encode(value), as: UTF8.self)
      #expect(try JSONText.decode(Everything.self, from: text) == value)
    }
  }

  @Test(arguments: [
    "1", "-1", "0", "-0", "1.0", "1e2", "12E+1", "1.5", "01", "+1", ".5", "1.", "1e", "--1", "",
    " 7 ", "7 7", "\"7\"", "true", "nul", "9223372036854775807", "9223372036854775808", "[1]",
    "1e400", "0x10", "NaN", "Infinity",
  ])
  func integersAreReadAsFoundationReadsThem(_ text: String) {
    let own = try? JSONText.decode(Int.self, from: text)
    #expect(own == (try? JSONDecoder().decode(Int.self, from: Data(text.utf8))))
  }

  @Test(arguments: [
    #""""#, #""a""#, #""\u0041\n\t\b\f\r\/\\\"""#, #""\ud83d\ude00""#, #""\ud83d""#,
    #""\ud83dx""#, #""\ud83d\u0041""#, #""\ude00""#, #""\x""#, #""\u12""#, #""\u12g4""#, #"""#,
    "\"a\nb\"", "\"a\tb\"", "\"\u{7F}\u{E9}\"", #""\""#, "\"a\" x", "'a'",
  ])
  func textsAreReadAsFoundationReadsThem(_ text: String) {
    let own = try? JSONText.decode(String.self, from: text)
    #expect(own == (try? JSONDecoder().decode(String.self, from: Data(text.utf8))))
  }

  @Test(arguments: [
    "[]", "[1,2]", "[,1]", "[1 2]", "[1", "]", "[1]]", "[ 1 , 2 ]", "[null]", "{}",
    "[1,\"a\"]", "[1]\u{A0}",
  ])
  func arraysAreReadAsFoundationReadsThem(_ text: String) {
    let own = try? JSONText.decode([Int].self, from: text)
    #expect(own == (try? JSONDecoder().decode([Int].self, from: Data(text.utf8))))
  }

  @Test(arguments: [
    "{}", #"{"a":1}"#, #"{"a":1,"a":2}"#, #"{"a" 1}"#, #"{a:1}"#, #"{"a":}"#,
    #"{"a":1"#, #"{"a":1}}"#, #"{"a":null}"#, "[]", #"{ "a" : 1 , "b" : 2 }"#,
  ])
  func objectsAreReadAsFoundationReadsThem(_ text: String) {
    let own = try? JSONText.decode([String: Int].self, from: text)
    #expect(own == (try? JSONDecoder().decode([String: Int].self, from: Data(text.utf8))))
  }

  /// Foundation's reader lets these pass, which the standard does not allow.
  @Test(arguments: ["[1,]", "\u{FEFF}[1]", #"[{"a":1,}]"#])
  func whatTheStandardForbidsIsRefused(_ text: String) {
    #expect(throws: JSONText.Problem.self) { try JSONText.decode([Int].self, from: text) }
  }

  @Test func deepNestingEndsWithAnError() {
    for opening in ["[", "{\"a\":"] {
      let text = String(repeating: opening, count: 1_000_000)
      let error = #expect(throws: JSONText.Problem.self) {
        try JSONText.decode([Int].self, from: text)
      }
      #expect(error?.clause == "nested more than 512 deep")
    }
  }

  @Test(arguments: [
    (#"{"a":"#, "not valid JSON, it ends too early"), (#"{"a":1]"#, "not valid JSON at byte 6"),
    (#"{"a":"1"}"#, "a: a text where a number is expected"),
    (#"{"a":1.5}"#, "a: 1.5 is no whole number in range"),
  ])
  func anErrorNamesThePlace(_ text: String, clause: String) {
    let error = #expect(throws: JSONText.Problem.self) {
      try JSONText.decode([String: Int].self, from: text)
    }
    #expect(error?.clause == clause)
  }
}
