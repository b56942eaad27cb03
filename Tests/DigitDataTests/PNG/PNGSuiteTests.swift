import DigitData
import RecognizerFileIO
import RecognizerTestSupport
import Testing

/// Every picture of the public conformance suite against a reference decoder's pixels.
@Suite(.needsPngSuite)
struct PNGSuiteTests {
  struct Entry: CustomTestStringConvertible {
    let name: String
    let width: Int
    let height: Int
    var testDescription: String { name }
    var path: String { "\(SharedData.pngSuite)/png/\(name)" }
  }

  static func entries(_ kind: String) -> [Entry] {
    guard let bytes = try? FileContents.read("\(SharedData.pngSuite)/expected.tsv") else {
      return []
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard fields.count >= 2, fields[1] == kind else { return nil }
      return Entry(
        name: String(fields[0]), width: fields.count > 2 ? Int(fields[2]) ?? 0 : 0,
        height: fields.count > 3 ? Int(fields[3]) ?? 0 : 0)
    }
  }

  @Test func suiteIsComplete() {
    #expect(PNGSuiteTests.entries("valid").count == 161)
    #expect(PNGSuiteTests.entries("invalid").count == 14)
  }

  @Test(arguments: entries("valid"))
  func validImageMatchesReference(_ entry: Entry) throws {
    let image = try PNG.decode(try FileContents.read(entry.path), path: entry.name)
    #expect(image.width == entry.width && image.height == entry.height)
    let stem = entry.name.dropLast(4)
    let expected = try FileContents.read("\(SharedData.pngSuite)/rgba8/\(stem).rgba")
    try #require(image.pixels.count == expected.count)
    let worst = zip(image.pixels, expected).map { abs(Int($0) - Int($1)) }.max() ?? 0
    #expect(worst <= 1)
  }

  @Test(arguments: entries("invalid"))
  func invalidImageIsRefused(_ entry: Entry) throws {
    let bytes = try FileContents.read(entry.path)
    let error = #expect(throws: FileError.self) { try PNG.decode(bytes, path: entry.name) }
    #expect(error?.kind == .corrupt)
    #expect(error?.path == entry.name)
  }
}
