import DigitData
import RecognizerFileIO
import RecognizerTestSupport
import Testing

@Suite struct TruthTableTests {
  private func table(_ text: String) throws -> TruthTable {
    let folder = try TemporaryFolder()
    try FileContents.write(Array(text.utf8), to: Folder.join(folder.path, TruthTable.name))
    return try TruthTable(folder: folder.path)
  }

  @Test func whatIsWrittenIsReadBack() throws {
    var written = TruthTable()
    written.entries = [
      TruthTable.Entry(file: "a.png", text: "12 3\n45"), TruthTable.Entry(file: "b.png", text: ""),
    ]
    #expect(try table(written.text) == written)
  }

  @Test func theHeaderMayBeMissing() throws {
    #expect(try table("a.png\t12\n").entries.map(\.text) == ["12"])
  }

  @Test(arguments: ["", "file\ttext\n", "a.png 12\n", "\t12\n"])
  func aDamagedTableIsRefused(text: String) throws {
    #expect(throws: FileError.self) { try table(text) }
  }
}
