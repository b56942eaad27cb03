import DigitData
import RecognizerFileIO
import RecognizerTestSupport
import Testing

struct DataFolderTests {
  private let pixels = (0..<12).map { UInt8($0) }
  private var images: [UInt8] { IDXFile(imagesOf: pixels, width: 2, height: 3).serialized() }
  private var labels: [UInt8] { IDXFile(labels: [7, 3]).serialized() }

  @Test(
    arguments: [
      ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", Split.train),
      ("train-images.idx3-ubyte", "train-labels.idx1-ubyte", .train),
      ("t10k-images-idx3-ubyte", "t10k-labels.idx1-ubyte", .test),
      ("test-images-idx3-ubyte", "test-labels-idx1-ubyte", .test),
      ("qmnist-train-images-idx3-ubyte", "qmnist-train-labels-idx1-ubyte", .train),
    ], [false, true])
  func findsEverySpelling(names: (String, String, Split), isCompressed: Bool) throws {
    let folder = try TemporaryFolder()
    for (name, bytes) in [(names.0, images), (names.1, labels)] {
      try folder.write(
        isCompressed ? Gzip.compressed(bytes) : bytes, to: isCompressed ? name + ".gz" : name)
    }
    try folder.write([], to: "README.txt")
    #expect(try DataFolder(folder.path).hasIDXFiles)
    let set = try LabeledImages.load(from: folder.path, split: names.2)
    #expect(
      set == LabeledImages(width: 2, height: 3, pixels: pixels, labels: [7, 3]))
    let other: Split = names.2 == .train ? .test : .train
    let error = #expect(throws: FileError.self) {
      try LabeledImages.load(from: folder.path, split: other)
    }
    #expect(error?.kind == .missing)
    #expect(error?.found == "no IDX files of the \(other) set among its 3 entries")
  }

  @Test func oneListingAnswersAllQuestions() throws {
    let folder = try TemporaryFolder()
    try folder.write(images, to: "train-images-idx3-ubyte")
    try folder.write(IDXFile(values: [0.5, 1]).serialized(), to: "train-labels-idx1-float")
    try folder.write(labels, to: "t10k-labels-idx1-ubyte")
    let data = try DataFolder(folder.path)
    // From the listing alone: what is gone since then does not matter.
    try FileContents.remove(folder.file("t10k-labels-idx1-ubyte"))
    #expect(data.hasIDXFiles)
    #expect(data.hasValues(of: .train) && !data.hasValues(of: .test))
    #expect(data.hasLabels(of: .test) && !data.hasLabels(of: .train))
    #expect(try data.regressionImages(.train).values == [0.5, 1])

    let pictures = try TemporaryFolder()
    try pictures.write([], to: "3/a.png")
    let classes = try DataFolder(pictures.path)
    #expect(!classes.hasIDXFiles && !classes.hasLabels(of: .train))
    #expect(try classes.pictures().entries.map(\.label) == [3])
  }

  @Test func publishedSpellingAndPlainFilesComeFirst() throws {
    let folder = try TemporaryFolder()
    try folder.write(images, to: "train-images-idx3-ubyte")
    try folder.write([], to: "train-images-idx3-ubyte.gz")
    try folder.write([], to: "train-images.idx3-ubyte")
    try folder.write(Gzip.compressed(labels), to: "train-labels-idx1-ubyte.gz")
    try folder.write([], to: "train-labels.idx1-ubyte")
    try folder.write([], to: "qmnist-train-images-idx3-ubyte")
    #expect(try LabeledImages.load(from: folder.path, split: .train).count == 2)
  }

  @Test func readsQMNISTTable() throws {
    let folder = try TemporaryFolder()
    try folder.write(images, to: "qmnist-test-images-idx3-ubyte")
    let table: [[UInt8]] = [[0, 0, 0, 9] + Array(repeating: 1, count: 28), [0, 0, 0, 4]]
    let rows = table[0] + table[1] + Array(repeating: 2, count: 28)
    let file = IDXFile(elementType: .int32, dimensions: [2, 8], elements: rows)
    let path = try folder.write(file.serialized(), to: "qmnist-test-labels-idx2-int")
    #expect(try LabeledImages.load(from: folder.path, split: .test).labels == [9, 4])

    let negative = [UInt8](repeating: 0xFF, count: 4) + rows.dropFirst(4)
    try FileContents.write(
      IDXFile(elementType: .int32, dimensions: [2, 8], elements: negative).serialized(), to: path)
    let error = #expect(throws: FileError.self) {
      try LabeledImages.load(from: folder.path, split: .test)
    }
    #expect(error?.found == "label -1 in row 0")
  }

  @Test func turnsEMNISTUpright() throws {
    let folder = try TemporaryFolder()
    try folder.write(images, to: "emnist-letters-train-images-idx3-ubyte")
    let labels = IDXFile(labels: [26, 1]).serialized()
    try folder.write(labels, to: "emnist-letters-train-labels-idx1-ubyte")
    let set = try LabeledImages.load(from: folder.path, split: .train)
    #expect(set.width == 3 && set.height == 2)
    #expect(set.pixels == [0, 2, 4, 1, 3, 5, 6, 8, 10, 7, 9, 11])
    #expect(set.classNames.count == 27)
  }

  @Test func severalCollectionsAreRefused() throws {
    let folder = try TemporaryFolder()
    try folder.write(images, to: "emnist-digits-test-images-idx3-ubyte")
    try folder.write(images, to: "emnist-letters-test-images-idx3-ubyte")
    let error = #expect(throws: FileError.self) {
      try LabeledImages.load(from: folder.path, split: .test)
    }
    #expect(error?.found == "several data sets (emnist-digits, emnist-letters)")
  }

  @Test(arguments: [
    (IDXFile(labels: [1, 2, 3]), "3 labels for the 2 pictures of train-images-idx3-ubyte"),
    (IDXFile(labels: [9, 10]), "label 10 at index 1, where 0 to 9 are allowed"),
    (
      IDXFile(imagesOf: [1, 2], width: 1, height: 1),
      "2x1x1 elements of type uint8 instead of labels (bytes in one dimension)"
    ),
  ])
  func unsuitableLabelsAreNamed(labels: IDXFile, found: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(images, to: "train-images-idx3-ubyte")
    let path = try folder.write(labels.serialized(), to: "train-labels-idx1-ubyte")
    let error = #expect(throws: FileError.self) {
      try LabeledImages.load(from: folder.path, split: .train)
    }
    #expect(error?.found == found)
    #expect(error?.path == path)
    // A download would overwrite a user's own labels.
    #expect(error?.remedy.contains("fetch") == false)
  }

  @Test(arguments: [
    (IDXFile(labels: [1, 2]), "2 elements of type uint8 instead of pictures"),
    (IDXFile(dimensions: [0, 28, 28], elements: []), "no pictures (0x28x28)"),
  ])
  func unsuitableImagesAreNamed(images: IDXFile, found: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(images.serialized(), to: "train-images-idx3-ubyte")
    try folder.write(labels, to: "train-labels-idx1-ubyte")
    let error = #expect(throws: FileError.self) {
      try LabeledImages.load(from: folder.path, split: .train)
    }
    #expect(error?.found.hasPrefix(found) == true)
  }

  @Test func missingFoldersAndFilesAreNamed() throws {
    let folder = try TemporaryFolder()
    #expect(try !DataFolder(folder.path).hasIDXFiles)
    #expect(throws: FileError.self) { try DataFolder(folder.file("none")) }
    let missing = #expect(throws: FileError.self) {
      try LabeledImages.load(from: folder.file("none"), split: .train)
    }
    #expect(missing?.kind == .missing && missing?.found == "no such folder")
    try folder.write(images, to: "train-images-idx3-ubyte")
    let labels = #expect(throws: FileError.self) {
      try LabeledImages.load(from: folder.path, split: .train)
    }
    #expect(labels?.found == "no labels of the train set among its 1 entries")
    #expect(labels?.remedy == "add the file or name another folder")
  }
}
