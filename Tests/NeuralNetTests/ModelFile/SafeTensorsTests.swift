import NeuralNet
import RecognizerFileIO
import Testing

@Suite struct SafeTensorsTests {
  @Test func contentSurvivesTheFile() throws {
    let buffer: [Float] = [1, -0.0, .nan, .infinity, 5, 6, 7]
    let file = SafeTensors(
      tensors: [
        .init(name: "b", shape: [2, 3], values: buffer[0..<6]),
        .init(name: "a \"\\\u{1F600}", shape: [], values: buffer[6...]),
        .init(name: "c", shape: [0, 4], values: [Float]()),
      ], metadata: ["step": "3", "": "{\"a\":1}"])
    let read = try SafeTensors(file.bytes(), path: "f")
    #expect(read.tensors.map(\.name) == ["a \"\\\u{1F600}", "b", "c"])
    #expect(read.metadata == file.metadata)
    let tensor = try #require(read.tensor(named: "b"))
    #expect(tensor.shape == [2, 3])
    #expect(tensor.values.map(\.bitPattern) == buffer[0..<6].map(\.bitPattern))
    #expect(read.tensor(named: "a \"\\\u{1F600}")?.values == [7])
    #expect(read.tensor(named: "d") == nil)
  }

  @Test func bytesAreExactlyTheFormat() {
    let file = SafeTensors(
      tensors: [
        .init(name: "b", shape: [1], values: [1]), .init(name: "a", shape: [2], values: [2, 3]),
      ], metadata: ["k/": "v"])
    let header =
      #"{"__metadata__":{"k/":"v"},"a":{"data_offsets":[0,8],"dtype":"F32","shape":[2]},"#
      + #""b":{"data_offsets":[8,12],"dtype":"F32","shape":[1]}}"#
    let padding = String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    let data: [UInt8] = [0, 0, 0, 64, 0, 0, 64, 64, 0, 0, 128, 63]
    #expect(file.bytes() == fileBytes(header: header + padding) + data)
  }

  @Test func dataStartsAtAMultipleOfEight() throws {
    for length in 0..<9 {
      let file = SafeTensors(tensors: [], metadata: ["k": String(repeating: "x", count: length)])
      #expect(file.bytes().count % 8 == 0)
      #expect(try SafeTensors(file.bytes(), path: "f") == file)
    }
    #expect(try SafeTensors(fileBytes(header: "{}"), path: "f") == SafeTensors(tensors: []))
  }

  @Test func aHeaderOfAnyLengthIsRead() throws {
    // Data at an odd address: not every writer pads.
    for padding in 0..<5 {
      let header = one() + String(repeating: " ", count: padding)
      let file = try SafeTensors(fileBytes(header: header) + [0, 0, 128, 63], path: "f")
      #expect(file.tensor(named: "a")?.values == [1])
    }
  }

  // MARK: - Refusals

  @Test func everyCutIsRefused() throws {
    let bytes = try ModelFile.encode(.small, path: "f")
    for count in bytes.indices {
      #expect(reason(Array(bytes[..<count])) != nil, "\(count) of \(bytes.count) bytes")
    }
    #expect(reason(bytes) == nil)
    #expect(reason(bytes + [0]) == "1 bytes after the last tensor")
  }

  @Test(arguments: [
    (one(), 5, "1 bytes after the last tensor"),
    (one(), 3, "tensor \"a\" ends at byte 4 of 3"),
    (one(dtype: "BF16"), 4, "tensor \"a\" has elements of type \"BF16\""),
    (one(dtype: "f32"), 4, "tensor \"a\" has elements of type \"f32\""),
    (one(shape: "[2]"), 4, "tensor \"a\" has 4 bytes for 2 elements"),
    (one(shape: "[0]"), 4, "tensor \"a\" has 4 bytes for 0 elements"),
    (one(shape: "[-1,-1]"), 4, "tensor \"a\" has an impossible shape"),
    (one(shape: "[4294967296,4294967296]"), 4, "tensor \"a\" has an impossible shape"),
    (one(shape: "[4611686018427387905]"), 4, "tensor \"a\" has an impossible shape"),
    (one(shape: "[9223372036854775808]"), 4, "its header"),
    (one(shape: "[1.5]"), 4, "its header"),
    (one(shape: "[1e400]"), 4, "its header"),
    (one(shape: "1"), 4, "its header: a.shape"),
    (one(shape: "[\"1\"]"), 4, "its header: a.shape.0"),
    (one(offsets: "[0]"), 4, "tensor \"a\" has impossible offsets"),
    (one(offsets: "[0,4,4]"), 4, "tensor \"a\" has impossible offsets"),
    (one(offsets: "[4,0]"), 4, "tensor \"a\" has impossible offsets"),
    (one(offsets: "[-4,0]"), 4, "tensor \"a\" has impossible offsets"),
    (one(offsets: "[0,9223372036854775807]"), 4, "ends at byte 9223372036854775807 of 4"),
    (one(offsets: "[-9223372036854775808,9223372036854775807]"), 4, "impossible offsets"),
    (one(offsets: "[4,8]"), 8, "4 unused bytes before tensor \"a\""),
    (#"{"a":{"dtype":"F32","shape":[1]}}"#, 4, "its header: a: no data_offsets"),
    (two("[0,4]", "[0,4]"), 4, "tensor \"b\" overlaps another"),
    (two("[0,4]", "[2,6]"), 6, "tensor \"b\" overlaps another"),
    (two("[0,4]", "[8,12]"), 12, "4 unused bytes before tensor \"b\""),
    ("{\"a\":\(entry()),\"a\":\(entry())}", 4, "says a name twice"),
    ("{\"a\":\(entry()),\"\\u0061\":\(entry())}", 4, "says a name twice"),
    ("{\"a\":\(entry()),\"a\":\(entry("[4,8]"))}", 8, "says a name twice"),
    (#"{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}"#, 4, "twice"),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":0}}"#, 4, "unknown fields"),
    (#"{"__metadata__":{},"__metadata__":{}}"#, 0, "says a name twice"),
    (#"{"__metadata__":{"a":"1","a":"2"}}"#, 0, "says a name twice"),
    (#"{"__metadata__":{"a":1}}"#, 0, "its header: __metadata__.a"),
    (#"{"__metadata__":{"a":{"b":"c"}}}"#, 0, "its header: __metadata__.a"),
    (#"{"__metadata__":["a"]}"#, 0, "its header: __metadata__"),
    (#"{"__metadata__":null}"#, 0, "its header: __metadata__"),
    ("", 0, "its header is not a JSON object"), ("[]", 0, "its header is not a JSON object"),
    (" {}", 0, "its header is not a JSON object"), ("{", 0, "its header"),
    ("{} {}", 0, "its header"), ("{}\0", 0, "its header is not a JSON object"),
    ("\u{FEFF}{}", 0, "its header is not a JSON object"),
  ])
  func aBadHeaderIsRefused(_ header: String, data: Int, reason: String) throws {
    let found = try #require(self.reason(fileBytes(header: header, data: data)))
    #expect(found.contains(reason), "\(found)")
  }

  @Test func aHeaderThatIsNotUTF8IsRefused() {
    for bytes: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82]] {
      let header = Array("{\"".utf8) + bytes + Array("\":\(entry())}".utf8)
      #expect(reason(fileBytes(header: header, data: 4))?.contains("its header") == true)
    }
    let wide = "{}".utf8.flatMap { [$0, UInt8(0)] }
    #expect(reason(fileBytes(header: wide)) != nil)
  }

  @Test func aHeaderLongerThanTheFileOrTheLimitIsRefused() {
    #expect(
      reason([3, 0, 0, 0, 0, 0, 0, 0] + Array("{}".utf8))
        == "a header of 3 bytes in a file of 10")
    for length: [UInt8] in [
      [1, 0, 0, 1, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 128], [UInt8](repeating: 255, count: 8),
      Array("\u{89}PNG\r\n".utf8.prefix(8)),
    ] {
      let found = reason(length + Array("{}".utf8))
      #expect(found?.hasPrefix("not a safetensors file (a header of ") == true)
    }
  }

  @Test func deepNestingIsRefusedWithoutOverflowingTheStack() {
    for opening in ["{\"a\":", "["] {
      let header = "{\"a\":" + String(repeating: opening, count: 200_000)
      #expect(reason(fileBytes(header: header)) != nil)
    }
  }

  @Test func anErrorIsOneShortLineWhateverTheFileSays() throws {
    let name = "\\u001b[2J\\n" + String(repeating: "x", count: 5000)
    let header = "{\"\(name)\":\(entry("[4,8]"))}"
    let found = try #require(reason(fileBytes(header: header, data: 8)))
    #expect(found.count < 120 && !found.unicodeScalars.contains { $0.value < 32 }, "\(found)")
  }

  private func reason(_ bytes: [UInt8]) -> String? {
    refusal { () throws(FileError) in _ = try SafeTensors(bytes, path: "f") }?.found
  }
}

// MARK: - Headers

private func entry(
  _ offsets: String = "[0,4]", dtype: String = "F32", shape: String = "[1]"
) -> String {
  #"{"dtype":"\#(dtype)","shape":\#(shape),"data_offsets":\#(offsets)}"#
}

private func one(
  dtype: String = "F32", shape: String = "[1]", offsets: String = "[0,4]"
) -> String {
  "{\"a\":\(entry(offsets, dtype: dtype, shape: shape))}"
}

private func two(_ first: String, _ second: String) -> String {
  "{\"b\":\(entry(second)),\"a\":\(entry(first))}"
}
