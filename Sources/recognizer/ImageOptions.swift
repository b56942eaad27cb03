import DigitData
import DigitRecognition
import NeuralNet
import RecognizerFileIO

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
