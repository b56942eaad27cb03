import DigitData
import RecognizerFileIO
import RecognizerTestSupport
import Testing

struct RegressionImagesTests {
  private let pixels = (0..<12).map { UInt8($0) }

  private func folder(_ labels: IDXFile, named name: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(
      IDXFile(imagesOf: pixels, width: 2, height: 3).serialized(), to: "train-images-idx3-ubyte")
    try folder.write(labels.serialized(), to: name)
    return folder
  }

  @Test(arguments: ["train-labels-idx1-float", "train-labels.idx1-float"])
  func readsOneNumberAPicture(name: String) throws {
    let folder = try folder(IDXFile(values: [-12.5, 3e-20]), named: name)
    let data = try DataFolder(folder.path)
    #expect(data.hasValues(of: .train) && !data.hasValues(of: .test))
    #expect(!data.hasLabels(of: .train))
    let images = try RegressionImages.load(from: folder.path, split: .train)
    #expect(
      images == RegressionImages(width: 2, height: 3, pixels: pixels, values: [-12.5, 3e-20]))
    #expect(images.count == 2 && images.image(1).pixels == Array(pixels[6...]))
  }

  @Test func readsSeveralNumbersInDoublePrecision() throws {
    let doubles = [1.5, -2, 1e9, 0.1]
    let file = IDXFile(
      elementType: .float64, dimensions: [2, 2],
      elements: doubles.flatMap { value in
        (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (56 - 8 * $0)) }
      })
    let folder = try folder(file, named: "train-labels-idx2-double")
    let images = try RegressionImages.load(from: folder.path, split: .train)
    #expect(images.valuesPerImage == 2 && images.values == [1.5, -2, 1e9, 0.1])
  }

  /// The bytes of -12.5 by hand: sign, exponent 130, mantissa 1.5625.
  @Test func writesBigEndian() {
    #expect(
      IDXFile(values: [-12.5, 0]).serialized()
        == [0, 0, 0x0D, 1, 0, 0, 0, 2, 0xC1, 0x48, 0, 0, 0, 0, 0, 0])
    #expect(IDXFile(values: [1, 2, 3, 4], width: 2).dimensions == [2, 2])
  }

  @Test(arguments: [
    (IDXFile(values: [1, 2, 3]), "3 labels for the 2 pictures of train-images-idx3-ubyte"),
    (IDXFile(values: [1, .nan]), "nan in row 1"),
    (IDXFile(values: [1, 2, 3, -.infinity], width: 2), "-inf in row 1"),
    (
      IDXFile(elementType: .float64, dimensions: [1], elements: [0x7F, 0xE0, 0, 0, 0, 0, 0, 0]),
      "inf in row 0"
    ),
    (IDXFile(labels: [1, 2]), "2 elements of type uint8 instead of numbers"),
    (
      IDXFile(
        elementType: .float32, dimensions: [2, 1, 1], elements: [UInt8](repeating: 0, count: 8)),
      "2x1x1 elements of type float32 instead of numbers"
    ),
    (IDXFile(elementType: .float32, dimensions: [2, 0], elements: []), "2x0 elements"),
  ])
  func refusesWhatIsNoNumber(labels: IDXFile, found: String) throws {
    let folder = try folder(labels, named: "train-labels-idx1-float")
    let error = #expect(throws: FileError.self) {
      try RegressionImages.load(from: folder.path, split: .train)
    }
    #expect(error?.found.hasPrefix(found) ?? false, "\(String(describing: error))")
    #expect(error?.kind == .corrupt)
    // No download would bring a user's own numbers.
    #expect(error?.remedy.contains("download") == false)
  }

  @Test func theOtherKindOfLabelsIsNamed() throws {
    let numbers = try folder(IDXFile(values: [1, 2]), named: "train-labels-idx1-float")
    let classes = try folder(IDXFile(labels: [1, 2]), named: "train-labels-idx1-ubyte")
    let errors = [
      #expect(throws: FileError.self) {
        try LabeledImages.load(from: numbers.path, split: .train)
      },
      #expect(throws: FileError.self) {
        try RegressionImages.load(from: classes.path, split: .train)
      },
    ]
    #expect(
      errors.map { $0?.found } == [
        "no labels of the train set, only float labels",
        "no float labels of the train set, only labels",
      ])
  }

  @Test func digestDependsOnPixelsAndNumbers() throws {
    var images = RegressionImages(width: 2, height: 3, pixels: pixels, values: [1, 2])
    let digest = try images.digest()
    images.values[1] = 2.0000002
    let other = try images.digest()
    #expect(digest != other && digest.count == 64)
  }
}
