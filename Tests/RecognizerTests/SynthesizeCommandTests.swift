import DigitData
import Foundation
import RecognizerTestSupport
import Testing

/// `synthesize` as a process, from the small set of digits that the project drew.
@Suite struct SynthesizeCommandTests {
  private func words(_ kind: String, count: Int, into folder: TemporaryFolder) -> [String] {
    [
      "synthesize", kind, "--count", "\(count)", "--into", folder.path, "--data",
      "\(packageRoot)/data/digits",
    ]
  }

  private func pictures(in folder: TemporaryFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".png") }.sorted()
  }

  @Test(arguments: ["lines", "forms"])
  func everyPictureHasItsRow(kind: String) throws {
    let folder = try TemporaryFolder()
    let result = try runRecognizer(words(kind, count: 3, into: folder))
    #expect(result.code == 0, "\(result.errors)")
    let table = try TruthTable(folder: folder.path)
    #expect(table.entries.map(\.file) == (try pictures(in: folder)))
    #expect(table.entries.count == 3)
    #expect(table.entries.allSatisfy { $0.text.contains(where: \.isNumber) })
  }

  @Test(.timeLimit(.minutes(15)), arguments: [SIGINT, SIGKILL])
  func anInterruptedRunLeavesATableOfItsPictures(signal: Int32) throws {
    let folder = try TemporaryFolder()
    let process = Process()
    process.executableURL = URL(filePath: builtProgram)
    process.arguments = words("lines", count: 100_000, into: folder)
    process.standardError = FileHandle.nullDevice
    try process.run()
    while try pictures(in: folder).count < 4, process.isRunning { usleep(2000) }
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    let isAnswered = signal == SIGINT
    #expect(process.terminationReason == (isAnswered ? .exit : .uncaughtSignal))
    #expect(process.terminationStatus == (isAnswered ? 130 : SIGKILL))

    let table = try TruthTable(folder: folder.path)
    let pictures = try pictures(in: folder)
    // Killed between a picture and its row, a run leaves the picture without.
    let missing = pictures.count - table.entries.count
    #expect(missing == 0 || missing == 1 && !isAnswered)
    #expect(table.entries.count >= 3)
    #expect(table.entries.map(\.file) == Array(pictures.prefix(table.entries.count)))
    #expect(try folder.read(TruthTable.name).hasSuffix("\n"))
    for name in pictures { _ = try DecodedPicture(path: folder.file(name)) }

    // What is there is what a whole run makes first.
    let whole = try TemporaryFolder()
    let count = table.entries.count
    let result = try runRecognizer(words("lines", count: count, into: whole))
    #expect(result.code == 0)
    #expect(try TruthTable(folder: whole.path).entries.map(\.text) == table.entries.map(\.text))
  }
}
