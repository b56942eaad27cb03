import Foundation
import RecognizerFileIO
import RecognizerTestSupport
import Testing

@Suite struct GrowingFileTests {
  @Test func partsFollowOneAnother() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("something older and longer", to: "a")
    var file = try GrowingFile(replacing: path)
    #expect(try folder.read("a").isEmpty)
    try file.append("one\n")
    #expect(try folder.read("a") == "one\n")
    try file.append("two\n")
    #expect(try folder.read("a") == "one\ntwo\n")
  }

  @Test func aFileInNoFolderCannotBeCreated() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: FileError.self) {
      _ = try GrowingFile(replacing: folder.file("none/a"))
    }
    #expect(error?.kind == .cannotCreate)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func aFullDiskIsNamed() throws {
    let error = #expect(throws: FileError.self) {
      var file = try GrowingFile(replacing: "/dev/full")
      try file.append("one\n")
    }
    #expect(error?.kind == .transferFailed)
  }
}
