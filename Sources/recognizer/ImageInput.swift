import DigitData
import DigitRecognition
import NeuralNet
import RecognizerFileIO

/// An image named on the command line: a file, or standard input.
struct ImageInput {
  /// Its name in results.
  let name: String
  /// The place it is read from.
  let source: ImageSource

  /// The images that `words` name: files, the PNGs of folders, `-` for standard input.
  ///
  /// A folder that cannot be listed or has no PNG is one input that fails.
  static func expand(_ words: [String]) -> [ImageInput] {
    words.flatMap { word -> [ImageInput] in
      if word == "-" { return [ImageInput(name: "-", source: .standardInput)] }
      guard Folder.isFolder(word) else { return [ImageInput(name: word, source: .file(word))] }
      do throws(FileError) {
        return try pictures(in: word).map { ImageInput(name: $0, source: .file($0)) }
      } catch {
        return [ImageInput(name: word, source: .missing(error))]
      }
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
}

/// The images of a command that could not be used: each is reported as it comes, and the exit code
/// follows from all of them.
struct FailedInputs {
  /// A line of JSON in place of an answer.
  private struct Line: Encodable {
    let file: String
    let error: String
  }

  private let console: Console
  private let isJSON: Bool
  private var failures: [FileError] = []

  init(_ console: Console, isJSON: Bool) {
    self.console = console
    self.isJSON = isJSON
  }

  mutating func report(_ failure: FileError, of name: String) throws {
    failures.append(failure)
    if isJSON { try console.writeJSON(Line(file: name, error: failure.clause)) }
    console.error(failure.description)
  }

  /// A single input ends as its error does; among others it is one that failed.
  ///
  /// - Parameter count: the inputs of the command.
  func exitCode(ofInputs count: Int) -> ExitCode {
    guard let only = failures.first else { return .success }
    return count == 1 ? ExitCode(of: only) : .someInputsFailed
  }
}

/// The options that say how images become what a network takes.
enum ImageOptions {
  static let polarity = Option(
    "polarity", .choice("KIND", of: Polarity.self), default: .auto,
    help: "Which is darker, ink or paper.")
  static let orientation = Option(
    "orientation", .choice("HOW", of: OrientationTag.self), default: .obey,
    help: "Whether pictures are first turned as their EXIF orientation tag says.")
  static let raw = Flag(
    "raw", help: "Feed the pixels to the network as they are (28x28 only).")
  static let deslant = Option(
    "deslant", aliases: ["straighten"],
    .text(
      "HOW", expected: "'moments' or a model that predicts slant",
      completion: Completion(words: ["moments"], files: .ending("safetensors"))),
    otherwise: "digits keep their slant",
    help:
      "Remove the slant of digits first: computed from the moments of the ink, or predicted by a "
      + "model trained on what 'recognizer shear' makes.")

  /// The preparation that the command line asks for.
  ///
  /// - Throws: `FileError` when the slant is to be removed by a model that cannot be used.
  static func preparation(_ arguments: Arguments) throws(FileError) -> ImagePreparation {
    var preparation = ImagePreparation(
      polarity: arguments[polarity], isRaw: arguments[raw], deslanter: try deslanter(arguments))
    preparation.orientationTag = arguments[orientation]
    return preparation
  }

  /// The removal of slant that the command line asks for, if any.
  ///
  /// - Throws: `FileError` when the file is not a model that predicts one number.
  static func deslanter(_ arguments: Arguments) throws(FileError) -> Deslanter? {
    guard let name = arguments[deslant] else { return nil }
    guard name != "moments" else { return .moments }
    let model = try ModelFile.load(name)
    let regressor = try? Regressor(model: model)
    guard let regressor, regressor.valuesPerImage == 1 else {
      throw FileError(
        .corrupt, path: name, found: "a model that does not predict one number",
        remedy: "train one on the data that 'recognizer shear' makes")
    }
    return .network(regressor)
  }

  /// The error as the command reports it: with the option that it concerns.
  static func error(_ error: FileError) -> FileError {
    guard error.remedy == ImagePreparation.rawSizeRemedy else { return error }
    return FileError(
      error.kind, path: error.path, found: error.found,
      remedy: "omit --raw to normalise the image")
  }
}
