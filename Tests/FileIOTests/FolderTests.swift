import Foundation
import RecognizerFileIO
import Testing

struct FolderTests {
  /// Runs `body` in a folder of its own.
  private func inFolder(_ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.path + "/folder-\(UUID().uuidString)"
    try Folder.make(path)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  @Test func entriesAreSortedAndWithoutHiddenOnes() throws {
    try inFolder { path in
      for name in ["b", "a.png", ".hidden", "C", "ä"] {
        try FileContents.write([], to: Folder.join(path, name))
      }
      #expect(try Folder.entries(of: path) == ["C", "a.png", "b", "ä"])
    }
  }

  @Test func makesFoldersAboveToo() throws {
    try inFolder { path in
      try Folder.make("\(path)/a/b/c/")
      try Folder.make("\(path)/a/b")
      #expect(Folder.isFolder("\(path)/a/b/c"))
      try FileContents.write([1], to: "\(path)/file")
      #expect(!Folder.isFolder("\(path)/file") && Folder.exists("\(path)/file"))
      let error = #expect(throws: FileError.self) { try Folder.make("\(path)/file/below") }
      #expect(error?.kind == .cannotCreate)
    }
  }

  @Test func listingSomethingElseIsRefused() throws {
    try inFolder { path in
      try FileContents.write([1], to: "\(path)/file")
      let missing = #expect(throws: FileError.self) { try Folder.entries(of: "\(path)/none") }
      #expect(missing?.kind == .missing)
      let file = #expect(throws: FileError.self) { try Folder.entries(of: "\(path)/file") }
      #expect(file?.found == "a file, not a folder")
    }
  }

  @Test func filesAreMovedAndRemoved() throws {
    try inFolder { path in
      try FileContents.write([1, 2], to: "\(path)/a")
      try FileContents.write([3], to: "\(path)/b")
      try FileContents.move("\(path)/a", to: "\(path)/b")
      #expect(try FileContents.read("\(path)/b") == [1, 2])
      #expect(FileContents.size(of: "\(path)/b") == 2)
      #expect(FileContents.size(of: "\(path)/a") == nil)
      #expect(FileContents.size(of: path) == nil)
      try FileContents.remove("\(path)/b")
      try FileContents.remove("\(path)/b")
      #expect(!Folder.exists("\(path)/b"))
      #expect(throws: FileError.self) {
        try FileContents.move("\(path)/none", to: "\(path)/b")
      }
    }
  }

  @Test(arguments: [
    ("a/b", "a", "b"), ("a", "", "a"), ("/a", "/", "a"), ("a/b/", "a", "b"), ("/", "/", "/"),
  ])
  func partsOfAPath(path: String, parent: String, name: String) {
    #expect(Folder.parent(of: path) == parent)
    #expect(Folder.name(of: path) == name)
  }

  @Test func joining() {
    #expect(Folder.join("a", "b") == "a/b")
    #expect(Folder.join("a/", "b") == "a/b")
    #expect(Folder.join("", "b") == "b")
  }
}
