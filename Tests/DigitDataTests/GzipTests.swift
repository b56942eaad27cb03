import DigitData
import RecognizerFileIO
import Testing

struct GzipTests {
  private let content = (0..<5000).map { UInt8(truncatingIfNeeded: $0 * $0 >> 3) }

  @Test(arguments: [0, 1, 5000, 1 << 18, (1 << 18) + 1, 600_000])
  func roundTrip(count: Int) throws {
    let content = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 9) }
    let compressed = Gzip.compressed(content)
    #expect(Gzip.isCompressed(compressed))
    #expect(try Gzip.decompressed(compressed, path: "a.gz") == content)
  }

  @Test func plainBytesStayAsTheyAre() throws {
    #expect(try Gzip.decompressed([1, 2, 3], path: "a") == [1, 2, 3])
    #expect(try Gzip.decompressed([], path: "a") == [])
    #expect(try Gzip.decompressed([0x1F], path: "a") == [0x1F])
  }

  @Test func readsWhatTheGzipProgramWrites() throws {
    let outcome = try Subprocess.run("gzip", ["-c"], input: content)
    #expect(try Gzip.decompressed(outcome.output, path: "a.gz") == content)
  }

  @Test func gzipProgramReadsWhatIsWritten() throws {
    let outcome = try Subprocess.run("gzip", ["-dc"], input: Gzip.compressed(content))
    #expect(outcome.exitCode == 0 && outcome.output == content)
  }

  @Test func severalMembersAreOneContent() throws {
    let members = Gzip.compressed([1, 2]) + Gzip.compressed([]) + Gzip.compressed([3])
    #expect(try Gzip.decompressed(members, path: "a.gz") == [1, 2, 3])
  }

  @Test func everyCutIsRefused() {
    let compressed = Gzip.compressed(Array(content.prefix(300)))
    for length in 2..<compressed.count {
      let error = #expect(throws: FileError.self, "cut at \(length)") {
        try Gzip.decompressed(Array(compressed.prefix(length)), path: "a.gz")
      }
      #expect(error?.found == "truncated gzip data (\(length) bytes)")
    }
  }

  @Test func wrongCheckSumIsRefused() {
    var compressed = Gzip.compressed(content)
    compressed[compressed.count - 8] ^= 1
    let error = #expect(throws: FileError.self) {
      try Gzip.decompressed(compressed, path: "a.gz")
    }
    #expect(error?.found == "damaged gzip data (incorrect data check)")
  }

  @Test func bytesAfterTheEndAreRefused() {
    let error = #expect(throws: FileError.self) {
      try Gzip.decompressed(Gzip.compressed(content) + [0, 0, 7], path: "a.gz")
    }
    #expect(error?.found == "damaged gzip data (3 bytes after its end)")
  }

  @Test func limitStopsABomb() throws {
    let bomb = Gzip.compressed(Array(repeating: 0, count: 1 << 20))
    #expect(bomb.count < 2000)
    #expect(try Gzip.decompressed(bomb, path: "a.gz", limit: 1 << 20).count == 1 << 20)
    let error = #expect(throws: FileError.self) {
      try Gzip.decompressed(bomb, path: "a.gz", limit: 1 << 20 - 1, remedy: "run")
    }
    #expect(error?.kind == .corrupt && error?.remedy == "run")
    #expect(throws: FileError.self) { try Gzip.decompressed([1, 2, 3], path: "a", limit: 2) }
  }
}
