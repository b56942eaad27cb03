import RecognizerFileIO
import RecognizerTestSupport
import Testing

@Suite struct NameListTests {
  private func names(_ content: [UInt8], separator: UInt8 = 10) throws -> [String] {
    let folder = try TemporaryFolder()
    var list = try NameList(try folder.write(content, to: "list"), separator: separator)
    var names: [String] = []
    while let name = try list.next() { names.append(name) }
    #expect(try list.next() == nil)
    return names
  }

  @Test(arguments: [
    ("", []), ("\n\n", []), ("a", ["a"]), ("a\n", ["a"]), ("a\nb c\n\n\nd", ["a", "b c", "d"]),
    ("a\r\nb\r\n\r\n", ["a", "b"]), ("a\rb\n", ["a\rb"]),
    ("\u{FEFF}a\n\u{FEFF}b", ["a", "\u{FEFF}b"]),
  ])
  func linesAreNames(content: String, expected: [String]) throws {
    #expect(try names(Array(content.utf8)) == expected)
  }

  @Test func zeroBytesEndNamesWithLinesInThem() throws {
    #expect(try names(Array("a\nb\r\0\0 c\0d".utf8), separator: 0) == ["a\nb\r", " c", "d"])
  }

  /// Names lie across the pieces in which a file is read.
  @Test(arguments: [1, 7, 100, 60_000])
  func longListsAreRead(length: Int) throws {
    let expected = (0..<400_000 / (length + 8)).map {
      "\($0)" + String(repeating: "x", count: length)
    }
    #expect(try names(Array(expected.joined(separator: "\n").utf8)) == expected)
  }

  @Test func whatIsNoListIsRefusedAndEnds() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      Array("a\n".utf8) + [UInt8](repeating: 65, count: 200_000), to: "list")
    var list = try NameList(path, separator: 10)
    #expect(try list.next() == "a")
    let error = #expect(throws: FileError.self) { try list.next() }
    #expect(error?.kind == .corrupt && error?.path == path)
    #expect(try list.next() == nil)
  }

  @Test func missingListsAndFoldersAreErrors() throws {
    let folder = try TemporaryFolder()
    let missing = #expect(throws: FileError.self) {
      try NameList(folder.file("none"), separator: 10)
    }
    #expect(missing?.kind == .missing)
    let other = #expect(throws: FileError.self) { try NameList(folder.path, separator: 10) }
    #expect(other?.kind == .corrupt && other?.found == "a folder")
  }
}
