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

  @Test func everyRowIsThereAtOnce() throws {
    let folder = try TemporaryFolder()
    try folder.write("old.png\t1\n", to: TruthTable.name)
    var writer = try TruthTableWriter(folder: folder.path)
    let entries = [
      TruthTable.Entry(file: "a.png", text: "12 3\n45"), TruthTable.Entry(file: "b.png", text: ""),
    ]
    for (index, entry) in entries.enumerated() {
      try writer.append(entry)
      #expect(try TruthTable(folder: folder.path).entries == Array(entries[...index]))
    }
    #expect(try folder.read(TruthTable.name) == "file\ttext\na.png\t12 3/45\nb.png\t\n")
  }

  @Test func theHeaderMayBeMissing() throws {
    #expect(try table("a.png\t12\n").entries.map(\.text) == ["12"])
  }

  @Test(arguments: ["", "file\ttext\n", "a.png 12\n", "\t12\n"])
  func aDamagedTableIsRefused(text: String) throws {
    #expect(throws: FileError.self) { try table(text) }
  }
}
