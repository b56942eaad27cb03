import DigitData
import DigitDrawing
import RecognizerFileIO
import RecognizerRandomNumbers

/// `synthesize`: makes pictures of lines, pages and forms with what is written in them.
package enum SynthesizeCommand: Command {
  package static let name = "synthesize"
  package static let summary =
    "Makes pictures of lines, pages or forms from MNIST's training digits."
  package static let examples = [
    Example(
      "recognizer synthesize lines --count 1000 --into lines", "makes a thousand lines of digits"),
    Example("recognizer evaluate --data lines", "measures how well they are read"),
  ]
  package static let discussion =
    "Gaps, slopes, sizes, pens, paper, rulings and light vary; neighbours may touch or overlap. The "
    + "file truth.tsv names each picture and what is written in it, with a slash between lines. It "
    + "grows with the pictures: a run that is interrupted leaves those that are complete."

  static let kind = Operand(
    .choice("KIND", of: SyntheticPage.Kind.self), help: "What is made: lines, pages or forms.")
  package static let operand: OperandDeclaration? = kind.declaration

  static let count = Option(
    "count", .integer("N", in: 1...1_000_000), default: 100, help: "How many pictures.")
  static let into = Option(
    "into", .folder("DIR"), otherwise: "data/ and the kind", help: "Where the files go.")

  package static let options = [
    OptionGroup("Data", [SharedOptions.data, into, count]),
    OptionGroup("Run", [SharedOptions.seed]),
  ]

  package static func run(_ arguments: Arguments, console: Console) throws -> ExitCode {
    let kind = arguments[kind]
    let folder = try arguments[SharedOptions.data] ?? DefaultPaths().data()
    let target = arguments[into] ?? "data/\(kind.rawValue)"
    let pages = SyntheticPage(digits: try .load(from: folder, split: .train))
    try Folder.make(target)
    let count = arguments[count]
    let progress = Progress("pictures", unit: "pictures", total: count, console: console)
    var truth = try TruthTableWriter(folder: target)
    // Ended between two pictures, a run leaves no half of one beside the others.
    Interruption.install()
    for number in 0..<count {
      try Interruption.check()
      var generator = SplitMix64(seed: arguments[SharedOptions.seed], stream: number)
      let picture = pages.draw(kind, using: &generator)
      let file = "\(kind.rawValue.dropLast())-\(padded(number, like: count - 1)).png"
      try FileContents.write(PNG.encode(picture.image), to: Folder.join(target, file))
      try truth.append(TruthTable.Entry(file: file, text: picture.text))
      progress.update(completed: number + 1)
    }
    progress.finish()
    console.note("wrote \(count) pictures and \(TruthTable.name) into \(target)")
    return .success
  }

  /// The number with leading zeros, so that names sort in order.
  private static func padded(_ number: Int, like largest: Int) -> String {
    let (text, length) = (String(number), max(4, String(largest).count))
    return String(repeating: "0", count: length - text.count) + text
  }
}
