import DigitData
import DigitDrawing
import Foundation
import RecognizerRandomNumbers
import RecognizerTestSupport
import Testing

/// `read` as a process, with the shipped model and small drawn pictures.
@Suite struct ReadCommandTests {
  /// A folder with `line.png`, on which 407238 is written.
  private func folderWithLine() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    var generator = SplitMix64(seed: 1)
    let line = DigitLine(
      [4, 0, 7, 2, 3, 8], hand: Handwriting(unsteadiness: 0.01), spacing: 0.35, using: &generator)
    let image = line.draw(digitHeight: 48, margin: 24).image
    try Data(PNG.encode(image)).write(to: URL(filePath: folder.path + "/line.png"))
    return folder
  }

  private func object(_ text: some StringProtocol) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func textIsTheDigits() throws {
    let folder = try folderWithLine()
    let result = try runRecognizer(["read", folder.path + "/line.png"])
    #expect(result.code == 0 && result.output == "407238\n", "\(result.errors)")
  }

  @Test func jsonOfTheContract() throws {
    let folder = try folderWithLine()
    let result = try runRecognizer(["read", folder.path + "/line.png", "--json"])
    let reading = try object(result.output)
    #expect(reading["text"] as? String == "407238")
    #expect(Set(reading.keys).isSuperset(of: ["file", "text", "confidence", "lines"]))
    let line = try #require((reading["lines"] as? [[String: Any]])?.first)
    #expect(Set(line.keys) == ["text", "confidence", "box", "words", "digits"])
    let word = try #require((line["words"] as? [[String: Any]])?.first)
    #expect(Set(word.keys) == ["text", "confidence", "box"])
    let digits = try #require(line["digits"] as? [[String: Any]])
    #expect(digits.count == 6)
    #expect(Set(digits[0].keys) == ["digit", "confidence", "box", "alternatives"])
    #expect((digits[0]["box"] as? [Int])?.count == 4)
  }

  @Test func tableHasTesseractsColumns() throws {
    let folder = try folderWithLine()
    let result = try runRecognizer(["read", folder.path + "/line.png", "--format", "tsv"])
    let rows = result.output.split(separator: "\n").map { $0.components(separatedBy: "\t") }
    #expect(rows[0].first == "level" && rows[0].last == "text" && rows[0].count == 12)
    #expect(rows.allSatisfy { $0.count == 12 })
    #expect(rows.last?.first == "5" && rows.last?.last == "407238")
  }

  @Test func aMissingFileAloneIsMissingAndAmongOthersFails() throws {
    #expect(try runRecognizer(["read", "none.png"]).code == 66)
    let folder = try folderWithLine()
    let result = try runRecognizer(["read", "none.png", folder.path + "/line.png", "--json"])
    #expect(result.code == 1)
    #expect(result.errors.hasPrefix("recognizer: error: none.png: no such file"))
    let lines = result.output.split(separator: "\n")
    #expect(Set(try object(lines[0]).keys) == ["file", "error"])
    #expect(try object(lines[1])["text"] as? String == "407238")
  }

  @Test func emptyStandardInputIsBadData() throws {
    let result = try runRecognizer(["read", "-"])
    #expect(result.code == 65, "\(result.errors)")
    #expect(result.errors.hasPrefix("recognizer: error: "))
  }

  @Test func theAnnotatedPictureIsAPNG() throws {
    let folder = try folderWithLine()
    let target = folder.path + "/read.png"
    let result = try runRecognizer(["read", folder.path + "/line.png", "--annotate", target])
    #expect(result.code == 0 && result.output == "407238\n", "\(result.errors)")
    let bytes = try Data(contentsOf: URL(filePath: target))
    #expect(bytes.prefix(8) == Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
  }

  /// Boxes are those of the turned picture.
  @Test func aPageOnItsSideIsTurned() throws {
    let folder = try folderWithLine()
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: folder.file("line.png"))))
    let stored = try PNG.decode(bytes, path: "line.png").shown(from: .turnedRight)
    let chunk = PNGFile.chunk("eXIf", PNGFile.exif(orientation: 8, isBigEndian: false))
    let path = try folder.write(
      PNGFile.inserting(chunk, into: PNG.encode(stored)), to: "photo.png")
    let upright = try runRecognizer(["read", folder.file("line.png"), "--json"]).output
    let result = try runRecognizer(["read", path, "--json"])
    var (expected, reading) = (try object(upright), try object(result.output))
    let note = "turned 90 degrees counterclockwise by its orientation tag"
    #expect(reading.removeValue(forKey: "notes") as? [String] == [note])
    #expect(result.errors == "\(path): \(note)\n")
    (expected["file"], reading["file"]) = (nil, nil)
    #expect(NSDictionary(dictionary: reading) == NSDictionary(dictionary: expected))
    let ignored = try runRecognizer(["read", path, "--orientation", "ignore", "--json"])
    #expect(try object(ignored.output)["text"] as? String != "407238")
  }

  /// Marks as near to the line above as to the one below: no run may choose by chance.
  @Test func everyRunReadsTheSame() throws {
    var page = GrayImage(width: 600, height: 300, filledWith: 255)
    func fill(_ columns: Range<Int>, _ rows: Range<Int>) {
      for y in rows { for x in columns { page[x, y] = 0 } }
    }
    for left in stride(from: 40, to: 520, by: 60) {
      fill(left..<left + 6, 60..<120)
      fill(left..<left + 6, 150..<210)
      fill(left - 2..<left + 8, 132..<138)
    }
    let folder = try TemporaryFolder()
    try Data(PNG.encode(page)).write(to: URL(filePath: folder.path + "/page.png"))
    let outputs = try (0..<6).map { _ in
      try runRecognizer(["read", folder.path + "/page.png", "--json"]).output
    }
    #expect(outputs[0].contains("1111"))
    #expect(Set(outputs).count == 1)
  }
}
