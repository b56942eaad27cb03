import DigitData
import RecognizerFileIO
import RecognizerTestSupport
import Testing

struct IDXFileTests {
  /// Two pictures of three rows by two columns, written out by hand.
  private let images: [UInt8] =
    [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 2] + (1...12).map { UInt8($0) }

  @Test func parsesByHand() throws {
    let file = try IDXFile(parsing: images, path: "a")
    #expect(file.elementType == .uint8)
    #expect(file.dimensions == [2, 3, 2])
    #expect(file.elements == (1...12).map { UInt8($0) })
    #expect(file.serialized() == images)
    #expect(file == IDXFile(imagesOf: file.elements, width: 2, height: 3))
  }

  @Test(arguments: [
    (IDXFile.ElementType.uint8, [7]), (.int8, [2, 2]), (.int16, [3]), (.int32, [5, 8]),
    (.float32, [1, 2, 3]), (.float64, [2, 1]), (.uint8, [0]), (.uint8, [0, 28, 28]),
  ])
  func roundTrip(elementType: IDXFile.ElementType, dimensions: [Int]) throws {
    let count = dimensions.reduce(elementType.size, *)
    let file = IDXFile(
      elementType: elementType, dimensions: dimensions,
      elements: (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) })
    #expect(try IDXFile(parsing: file.serialized(), path: "a") == file)
  }

  @Test func readsPlainAndCompressedFiles() throws {
    let folder = try TemporaryFolder()
    let plain = try folder.write(images, to: "plain")
    let compressed = try folder.write(Gzip.compressed(images), to: "compressed")
    #expect(try IDXFile(path: plain) == IDXFile(path: compressed))
    #expect(throws: FileError.self) { try IDXFile(path: compressed, limit: images.count - 1) }
  }

  @Test func everyCutIsRefused() {
    for length in 0..<images.count {
      let error = #expect(throws: FileError.self, "cut at \(length)") {
        try IDXFile(parsing: Array(images.prefix(length)), path: "x/a")
      }
      #expect(error?.kind == .corrupt && error?.path == "x/a")
      #expect(error?.remedy == "fetch, copy or write the file again")
    }
  }

  @Test(arguments: [
    (0, 1, "unknown data (it begins 01 00 08 03), 28 bytes instead of an IDX file"),
    (1, 1, "unknown data (it begins 00 01 08 03), 28 bytes instead of an IDX file"),
    (2, 0x0A, "unknown data (it begins 00 00 0A 03), 28 bytes instead of an IDX file"),
    (
      2, 0x0C,
      "an IDX file that is cut off (2x3x2 elements need 48 bytes, 12 are there)"
    ),
    (3, 0, "an IDX file of bytes, 28 bytes instead of an IDX file"),
    (3, 2, "an IDX file that is too long (2x3 elements need 6 bytes, 16 are there)"),
    (3, 255, "an IDX file cut off in its header (28 bytes of 1024)"),
    (
      4, 0x80,
      "an IDX file that is cut off (2147483650x3x2 elements need 12884901900 bytes, 12 are there)"
    ),
    (7, 1, "an IDX file that is too long (1x3x2 elements need 6 bytes, 12 are there)"),
    (11, 4, "an IDX file that is cut off (2x4x2 elements need 16 bytes, 12 are there)"),
    (15, 0, "an IDX file that is too long (2x3x0 elements need 0 bytes, 12 are there)"),
  ])
  func wrongHeaderFieldIsNamed(offset: Int, value: UInt8, found: String) {
    var bytes = images
    bytes[offset] = value
    let error = #expect(throws: FileError.self) { try IDXFile(parsing: bytes, path: "a") }
    #expect(error?.found == found)
  }

  @Test func overflowingDimensionsAreRefused() {
    let bytes: [UInt8] = [0, 0, 8, 3] + Array(repeating: 0xFF, count: 12) + [0]
    let error = #expect(throws: FileError.self) { try IDXFile(parsing: bytes, path: "a") }
    #expect(
      error?.found == "a damaged IDX header (4294967295x4294967295x4294967295 elements)")
  }

  @Test(arguments: [
    ("", "an empty file instead of an IDX file"),
    ("\n<!DOCTYPE html><html>", "an HTML page, 22 bytes instead of an IDX file"),
    ("Not found", "text, 9 bytes instead of an IDX file"),
  ])
  func otherContentIsNamed(text: String, found: String) {
    let error = #expect(throws: FileError.self) {
      try IDXFile(parsing: Array(text.utf8), path: "a")
    }
    #expect(error?.found == found)
  }

  @Test func dataCompressedTwiceIsNamed() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Gzip.compressed(Gzip.compressed(images)), to: "a.gz")
    let error = #expect(throws: FileError.self) { try IDXFile(path: path) }
    #expect(error?.found == "gzip data compressed twice")
  }
}
