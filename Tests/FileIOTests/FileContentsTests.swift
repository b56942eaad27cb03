import RecognizerFileIO
import RecognizerTestSupport
import Testing

struct FileContentsTests {
  @Test(arguments: [0, 1, (1 << 16) - 1, 1 << 16, 200_000])
  func whatIsWrittenIsRead(count: Int) throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 5) }
    try FileContents.write(bytes, to: folder.file("a"))
    #expect(try FileContents.read(folder.file("a")) == bytes)
    #expect(FileContents.size(of: folder.file("a")) == count)
    // The temporary file is gone.
    #expect(try Folder.entries(of: folder.path) == ["a"])
  }

  @Test func limitIsTheMostThatIsRead() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write([1, 2, 3], to: "a")
    #expect(try FileContents.read(path, limit: 3) == [1, 2, 3])
    let error = #expect(throws: FileError.self) { try FileContents.read(path, limit: 2) }
    #expect(error?.description == "\(path): more than 2 bytes; name a smaller file")
  }

  /// A device has no size to be checked beforehand.
  @Test func limitHoldsForAnEndlessFile() {
    let error = #expect(throws: FileError.self) {
      try FileContents.read("/dev/zero", limit: 100_000)
    }
    #expect(error?.found == "more than 100000 bytes")
  }

  @Test func missingFilesAndFoldersAreNamed() throws {
    let folder = try TemporaryFolder()
    let missing = #expect(throws: FileError.self) { try FileContents.read(folder.file("none")) }
    #expect(missing?.kind == .missing && missing?.found == "no such file")
    let other = #expect(throws: FileError.self) { try FileContents.read(folder.path) }
    #expect(other?.kind == .corrupt && other?.found == "a folder")
  }

  @Test func failedWriteLeavesTheOldFile() throws {
    let folder = try TemporaryFolder()
    try folder.write([], to: "folder/in the way")
    let taken = #expect(throws: FileError.self) {
      try FileContents.write([1], to: folder.file("folder"))
    }
    #expect(taken?.kind == .transferFailed)
    let nowhere = #expect(throws: FileError.self) {
      try FileContents.write([1], to: folder.file("none/a"))
    }
    #expect(nowhere?.kind == .cannotCreate)
    #expect(try Folder.entries(of: folder.path) == ["folder"])
    #expect(try Folder.entries(of: folder.file("folder")) == ["in the way"])
  }

  @Test func filesAreMovedAndRemoved() throws {
    let folder = try TemporaryFolder()
    let (a, b) = (try folder.write([1, 2], to: "a"), try folder.write([3], to: "b"))
    try FileContents.move(a, to: b)
    #expect(try FileContents.read(b) == [1, 2])
    #expect(FileContents.size(of: b) == 2)
    #expect(FileContents.size(of: a) == nil)
    #expect(FileContents.size(of: folder.path) == nil)
    try FileContents.remove(b)
    try FileContents.remove(b)
    #expect(!Folder.exists(b))
    #expect(throws: FileError.self) { try FileContents.move(folder.file("none"), to: b) }
  }
}
