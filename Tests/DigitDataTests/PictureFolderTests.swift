import DigitData
import RecognizerFileIO
import RecognizerTestSupport
import Testing

struct PictureFolderTests {
  private func folder(_ names: [String]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for name in names { try folder.write([], to: name) }
    return folder
  }

  @Test func subfolderNamesAreTheClasses() throws {
    let folder = try folder([
      "pear/b.png", "apple/z.PNG", "pear/a.png", "apple/.hidden.png", "apple/notes.txt",
      "README.md",
    ])
    let scan = try PictureFolder(scanning: folder.path)
    #expect(scan.classNames == ["apple", "pear"])
    #expect(scan.entries.map(\.label) == [0, 1, 1])
    #expect(
      scan.entries.map(\.path) == ["apple/z.PNG", "pear/a.png", "pear/b.png"].map(folder.file))
    #expect(scan.ignored == ["README.md", "apple/notes.txt"].map(folder.file))
  }

  @Test func digitsAreTheirOwnLabels() throws {
    let folder = try folder(["7/a.png", "3/b.png"])
    let scan = try PictureFolder(scanning: folder.path)
    #expect(scan.entries.map(\.label) == [3, 7])
    #expect(scan.classNames == (0...9).map(String.init))
  }

  @Test func fileNamesEndInTheClass() throws {
    let folder = try folder(["photo_1_7.png", "2828_my_own_3.Png", "x_3.png"])
    let scan = try PictureFolder(scanning: folder.path)
    #expect(scan.entries.map(\.label) == [3, 3, 7])
    #expect(scan.entries.last?.path == folder.file("photo_1_7.png"))
  }

  @Test(arguments: [
    ([], "", "no PNG files"),
    (["a.jpg"], "", "no PNG files"),
    ([".hidden_3.png"], "", "no PNG files"),
    (["3/a.png", "x_3.png"], "", "1 PNG files beside 1 sub-folders"),
    (["3/a.png", "4/b.jpg"], "4", "no PNG files for class 4"),
    (["x_3.png", "plain.png"], "plain.png", "no class in the name"),
    (["x_.png"], "x_.png", "no class in the name"),
  ])
  func unclearLayoutIsNamed(names: [String], culprit: String, found: String) throws {
    let folder = try folder(names)
    let error = #expect(throws: FileError.self) { try PictureFolder(scanning: folder.path) }
    #expect(error?.found == found)
    #expect(error?.path == (culprit.isEmpty ? folder.path : folder.file(culprit)))
  }

  @Test func tooManyClassesAreRefused() throws {
    let folder = try folder((0...256).map { "x_\($0).png" })
    let error = #expect(throws: FileError.self) { try PictureFolder(scanning: folder.path) }
    #expect(error?.found == "257 classes")
  }

  @Test func missingFolderIsNamed() {
    let error = #expect(throws: FileError.self) { try PictureFolder(scanning: "/no/such/folder") }
    #expect(error?.kind == .missing)
  }
}
