import RecognizerFileIO

/// A file of JSON Lines that always holds whole lines; a resumed run goes on where it ended.
struct TrainingLog {
  private let path: String
  private var text: [UInt8]

  /// A log in the file at `path`, after what is there or in its place.
  init(path: String, continues: Bool) {
    self.path = path
    text = continues ? (try? FileContents.read(path)) ?? [] : []
  }

  /// Adds a line.
  mutating func append(_ line: String) throws(FileError) {
    text += Array((line + "\n").utf8)
    try FileContents.write(text, to: path)
  }
}
