import DigitRecognition
import RecognizerFileIO

/// Prints readings as they come: text, JSON Lines or a table, notes and errors.
struct ReadingPrinter {
  private let console: Console
  private let format: ReadCommand.Format
  private let namesFiles: Bool
  private let flushes: Bool
  private(set) var failed: FailedInputs

  init(_ arguments: Arguments, console: Console, for inputs: ImageInputs) {
    self.console = console
    // Text of a single picture needs no name, and that there is one only must be known by then.
    namesFiles = inputs.count != 1
    flushes = inputs.areStreamed
    format = arguments[SharedOptions.json] ? .json : arguments[ReadCommand.format]
    failed = FailedInputs(console, isJSON: format == .json)
  }

  mutating func print(_ name: String, _ reading: Result<Reading, FileError>) throws {
    failed.count += 1
    if failed.count == 1, format == .tsv { try console.writeLine(ReadingTable.header) }
    switch reading {
    case .failure(let failure): try failed.report(failure, of: name)
    case .success(let reading):
      console.note(reading.notes, on: name)
      switch format {
      case .json: try console.writeJSON(ReadingReport(file: name, reading))
      case .tsv:
        for row in ReadingTable.rows(of: reading, page: failed.count) { try console.writeLine(row) }
      case .text:
        if namesFiles { try console.writeLine("\(name):") }
        if reading.lines.isEmpty { console.note("\(name): no digits found") }
        for line in reading.lines { try console.writeLine(line.text) }
      }
    }
    if flushes { try console.flush() }
  }
}

/// A reading in the columns of Tesseract's TSV output.
enum ReadingTable {
  /// The names of the columns.
  static let header =
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"

  /// A row for the page, its one block and paragraph, each line and each word; confidence in per
  /// cent, -1 where Tesseract has none.
  static func rows(of reading: Reading, page: Int) -> [String] {
    let whole = PixelBox(x: 0, y: 0, width: reading.width, height: reading.height)
    var rows = [row(1, page, 0, 0, 0, 0, box: whole)]
    guard let first = reading.lines.first else { return rows }
    let block = reading.lines.dropFirst().reduce(first.box) { $0.union($1.box) }
    rows += [row(2, page, 1, 0, 0, 0, box: block), row(3, page, 1, 1, 0, 0, box: block)]
    for (line, number) in zip(reading.lines, 1...) {
      rows.append(row(4, page, 1, 1, number, 0, box: line.box))
      for (word, place) in zip(line.words, 1...) {
        rows.append(
          row(
            5, page, 1, 1, number, place, box: word.box,
            confidence: fixed(Double(word.confidence) * 100, places: 2), text: word.text))
      }
    }
    return rows
  }

  private static func row(
    _ numbers: Int..., box: PixelBox, confidence: String = "-1", text: String = ""
  ) -> String {
    let cells = numbers + [box.x, box.y, box.width, box.height]
    return (cells.map(String.init) + [confidence, text]).joined(separator: "\t")
  }
}
