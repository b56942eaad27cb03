import DigitData
import DigitDrawing
import DigitRecognition
import Foundation
import RecognizerFileIO
import RecognizerRandomNumbers
import RecognizerTestSupport
import Testing

@Suite struct ReadingEvaluationTests {
  private let example = ReadingEvaluation([
    (truth: "12 3\n45", text: "123\n45", confidence: 0.9),
    (truth: "12\n3", text: "123", confidence: 0.8), (truth: "777", text: "71", confidence: 0.3),
    (truth: "5", text: "", confidence: 0),
  ])

  @Test func linesCountAndSpacesDoNot() {
    #expect(example.count == 4 && example.exact == 1)
    #expect(example.digits == 12 && example.wrongDigits == 3)
    #expect(example.mistakes.map(\.truth) == ["12\n3", "777", "5"])
    #expect(example.exactInterval.contains(0.25))
    #expect(example.mistakes[0].comparison == ("12/3", "123"))
  }

  @Test func confidencesAreMeasured() {
    #expect(example.curve.points.map(\.accuracy) == [1, 0.5, 0.333333, 0.25])
    // Each is alone in its bin: 0.1, 0.8, 0.3 and 0 from being right.
    #expect(abs(example.calibrationError - 0.3) < 1e-9)
  }

  /// A folder with a line of digits and a truth that is not what is written.
  ///
  /// - Parameter others: further lines of its table.
  private func folderWithMistake(
    others: String = ""
  ) throws -> (TemporaryFolder, TruthTable) {
    let folder = try TemporaryFolder()
    var generator = SplitMix64(seed: 1)
    let line = DigitLine(
      [4, 0, 7, 2, 3, 8], hand: Handwriting(unsteadiness: 0.01), spacing: 0.35, using: &generator)
    let image = line.draw(digitHeight: 48, margin: 24).image
    try FileContents.write(PNG.encode(image), to: Folder.join(folder.path, "line.png"))
    try FileContents.write(
      Array("file\ttext\nline.png\t407233\n\(others)".utf8),
      to: Folder.join(folder.path, TruthTable.name))
    return (folder, try TruthTable(folder: folder.path))
  }

  @Test func sheetAndPageShowTheMistake() throws {
    let (folder, table) = try folderWithMistake()
    let reader = Reader(Recognizer.shipped())
    let evaluation = ReadingEvaluation(reader, on: table, in: folder.path) { _ in }
    #expect(evaluation.mistakes.map(\.text) == ["407238"])
    let mistakes = ReadingMistakes(evaluation, in: folder.path, reader)
    let sheet = mistakes.sheet()
    // Two captions above a picture whose digits are at least 72 pixels high.
    #expect(sheet.height > 72 + 2 * 20)
    let isRed = stride(from: 0, to: sheet.pixels.count, by: 4).contains {
      sheet.pixels[$0] == 190 && sheet.pixels[$0 + 1] == 0 && sheet.pixels[$0 + 2] == 30
    }
    #expect(isRed)
    let page = HTMLReport.page(evaluation, mistakes, title: "a & b")
    #expect(page.contains("407233 read as 407238") && page.contains("a &amp; b"))
    #expect(page.components(separatedBy: "<figure class=\"read\">").count == 2)
    #expect(page.contains("<svg") && page.contains("share answered"))
    for outside in ["http:", "https:", "src=\"/", "<script", "<link", "@import"] {
      #expect(!page.contains(outside), "\(outside)")
    }
  }

  @Test func withoutMistakesTheSheetIsWhite() {
    let evaluation = ReadingEvaluation([(truth: "1", text: "1", confidence: 1)])
    let sheet = ReadingMistakes(evaluation, in: "none", Reader(Recognizer.shipped())).sheet()
    #expect(sheet.pixels.allSatisfy { $0 == 255 })
  }

  @Test func aPictureThatCannotBeReadIsCounted() throws {
    let (folder, table) = try folderWithMistake(others: "none.png\t1\n")
    var errors = 0
    let reader = Reader(Recognizer.shipped())
    let evaluation = ReadingEvaluation(reader, on: table, in: folder.path) { _ in errors += 1 }
    #expect(errors == 1 && evaluation.rejected == ["unreadable": 1] && evaluation.count == 2)
    #expect(ReadingMistakes(evaluation, in: folder.path, reader).sheet().height > 72)
  }
}
