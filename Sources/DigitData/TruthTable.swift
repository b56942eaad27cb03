package import RecognizerFileIO

/// The file `truth.tsv` of a folder of pictures: what is written in each of them.
///
/// The first line names the columns, `file` and `text`; each other line is a picture. A slash
/// stands between lines of writing, a space between words.
package struct TruthTable: Hashable, Sendable {
  /// A picture and what is written in it.
  package struct Entry: Hashable, Sendable {
    /// The picture's name in the folder.
    package let file: String
    /// The writing, with a newline between lines.
    package let text: String

    /// A picture and what is written in it.
    package init(file: String, text: String) {
      self.file = file
      self.text = text
    }
  }

  /// The file's name.
  package static let name = "truth.tsv"

  /// The pictures, in the file's order.
  package private(set) var entries: [Entry] = []

  /// The table of the folder at `path`.
  ///
  /// - Throws: `FileError` when there is none, or a line is not a name, a tabulator and a text.
  package init(folder path: String) throws(FileError) {
    let file = Folder.join(path, Self.name)
    let content = String(decoding: try FileContents.read(file), as: UTF8.self)
    for (number, line) in content.split(whereSeparator: \.isNewline).enumerated() {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard cells.count >= 2, !cells[0].isEmpty else {
        throw FileError(
          .corrupt, path: file, found: "line \(number + 1) is not a name, a tabulator and a text",
          remedy: "write one picture a line")
      }
      if number == 0, cells[0] == "file" { continue }
      let text = String(cells[1].map { $0 == "/" ? "\n" : $0 })
      entries.append(Entry(file: String(cells[0]), text: text))
    }
    guard !entries.isEmpty else {
      throw FileError(
        .missing, path: file, found: "no pictures", remedy: "write one picture a line")
    }
  }
}

/// Writes the table of a folder as its pictures are made.
///
/// Each row is written after its picture and at once, so a run that is ended at any moment leaves the
/// table of the pictures that are complete.
package struct TruthTableWriter: ~Copyable {
  private var file: GrowingFile

  /// Begins the table of the folder at `path`, in place of one that is there.
  ///
  /// - Throws: `FileError` when the file cannot be created.
  package init(folder path: String) throws(FileError) {
    var file = try GrowingFile(replacing: Folder.join(path, TruthTable.name))
    try file.append("file\ttext\n")
    self.file = file
  }

  /// Adds a picture that is complete.
  ///
  /// - Throws: `FileError` when the disk is full; the table then ends with the picture before.
  package mutating func append(_ entry: TruthTable.Entry) throws(FileError) {
    try file.append("\(entry.file)\t\(String(entry.text.map { $0 == "\n" ? "/" : $0 }))\n")
  }
}
