import RecognizerFileIO
import RecognizerTestSupport
import Testing

struct FolderTests {
  @Test func entriesAreSortedAndWithoutHiddenOnes() throws {
    let folder = try TemporaryFolder()
    for name in ["b", "a.png", ".hidden", "C", "ä"] { try folder.write([], to: name) }
    #expect(try Folder.entries(of: folder.path) == ["C", "a.png", "b", "ä"])
  }

  @Test func makesFoldersAboveToo() throws {
    let folder = try TemporaryFolder()
    try Folder.make("\(folder.path)/a/b/c/")
    try Folder.make("\(folder.path)/a/b")
    #expect(Folder.isFolder("\(folder.path)/a/b/c"))
    let file = try folder.write([1], to: "file")
    #expect(!Folder.isFolder(file) && Folder.exists(file))
    let error = #expect(throws: FileError.self) { try Folder.make("\(file)/below") }
    #expect(error?.kind == .cannotCreate)
  }

  @Test func listingSomethingElseIsRefused() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write([1], to: "file")
    let missing = #expect(throws: FileError.self) { try Folder.entries(of: folder.file("none")) }
    #expect(missing?.kind == .missing)
    let error = #expect(throws: FileError.self) { try Folder.entries(of: file) }
    #expect(error?.found == "a file, not a folder")
  }

  @Test(arguments: [
    ("a/b", "a", "b"), ("a", "", "a"), ("/a", "/", "a"), ("a/b/", "a", "b"), ("/", "/", "/"),
  ])
  func componentsOfAPath(path: String, parent: String, name: String) {
    #expect(Folder.parent(of: path) == parent)
    #expect(Folder.name(of: path) == name)
  }

  @Test func joining() {
    #expect(Folder.join("a", "b") == "a/b")
    #expect(Folder.join("a/", "b") == "a/b")
    #expect(Folder.join("", "b") == "b")
  }
}
