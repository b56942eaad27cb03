import DigitRecognition
import NeuralNet
import RecognizerFileIO

/// The images that a command line names: first those of its words, then those of a list.
struct ImageInputs {
  static let list = Option(
    "files-from",
    .text(
      "LIST", expected: "the path of a file, or - for standard input",
      completion: Completion(files: .any)),
    help:
      "Read names of images from a file, or from standard input with -, one a line. Each is "
      + "answered as it comes, after the IMAGEs.")
  static let null = Flag(
    "null", help: "Names of --files-from end with a zero byte, as 'find -print0' writes them.")

  /// The images, as they come.
  let sources: OrderedItems<ImageSource>
  /// Whether further names may come while images are being answered.
  let areStreamed: Bool
  /// The number of images; `nil` when that is not known before the last has come.
  var count: Int? { sources.count }

  /// The images of `arguments`.
  ///
  /// - Parameter operand: the command's images.
  /// - Throws: `FileError` when there is no such list, `UsageError` when standard input would be a
  ///   list and an image.
  init(
    _ arguments: Arguments, _ operand: Operand<[String]>, of command: any Command.Type
  ) throws {
    let words = arguments[operand]
    areStreamed = arguments.isGiven(Self.list)
    guard let path = arguments[Self.list] else {
      guard !arguments[Self.null] else {
        throw UsageError(
          Self.null.declaration.dashed, found: "no list that it is about",
          remedy: "omit it, or give \(Self.list.declaration.dashed)", command: command.name)
      }
      sources = OrderedItems(words.flatMap(Self.sources))
      return
    }
    guard path != "-" || !words.contains("-") else {
      throw UsageError(
        Self.list.declaration.dashed, found: "standard input, which is an image, too",
        remedy: "name a file for one of them", command: command.name)
    }
    let names = try NameList(path, separator: arguments[Self.null] ? 0 : UInt8(ascii: "\n"))
    let listed = Locked(Listed(words: words[...], names: names, isStandardInput: path == "-"))
    sources = OrderedItems { listed.withLock { $0.next() } }
  }

  /// The images that a word names: a file, the PNGs of a folder, `-` for standard input.
  ///
  /// A folder that cannot be listed or has no PNG is one input that fails.
  private static func sources(_ word: String) -> [ImageSource] {
    if word == "-" { return [.standardInput] }
    guard Folder.isFolder(word) else { return [.file(word)] }
    do throws(FileError) {
      return try pictures(in: word).map { .file($0) }
    } catch {
      return [.missing(error)]
    }
  }

  private static func pictures(in folder: String) throws(FileError) -> [String] {
    let names = try Folder.entries(of: folder).filter {
      !$0.hasPrefix(".") && $0.lowercased().hasSuffix(".png")
    }
    guard !names.isEmpty else {
      throw FileError(
        .missing, path: folder, found: "no PNG files", remedy: "name a folder that has some")
    }
    return names.map { Folder.join(folder, $0) }
  }

  /// Words, and then a list of which one name at a time is in memory.
  private struct Listed {
    var words: ArraySlice<String>
    var names: NameList
    let isStandardInput: Bool
    /// The images of the last word that are still to come, the next one last.
    private var waiting: [ImageSource] = []

    init(words: ArraySlice<String>, names: NameList, isStandardInput: Bool) {
      self.words = words
      self.names = names
      self.isStandardInput = isStandardInput
    }

    mutating func next() -> ImageSource? {
      if let source = waiting.popLast() { return source }
      do throws(FileError) {
        guard let word = try nextWord() else { return nil }
        if word == "-", isStandardInput {
          return .missing(
            FileError(
              .corrupt, path: word, found: "standard input, which holds the list",
              remedy: "name a file"))
        }
        waiting = ImageInputs.sources(word).reversed()
        return waiting.popLast()
      } catch {
        return .missing(error)
      }
    }

    private mutating func nextWord() throws(FileError) -> String? {
      if let word = words.popFirst() { return word }
      return try names.next()
    }
  }
}
