import DigitRecognition
import NeuralNet
import RecognizerFileIO

/// The option that has digits stand upright before they are read.
enum Deslanting {
  static let option = Option(
    "straighten",
    .text(
      "HOW", expected: "'moments' or a model that predicts slant",
      completion: Completion(words: ["moments"], files: .ending("safetensors"))),
    otherwise: "digits are read as they lean",
    help: "Take out the slant first: by the moments of the ink, or by a model trained on what "
      + "'recognizer shear' makes.")

  /// What the command line asks for, if anything.
  ///
  /// - Throws: `FileError` when the file is no model that predicts one number.
  static func deslanter(_ arguments: Arguments) throws -> Deslanter? {
    guard let name = arguments[option] else { return nil }
    guard name != "moments" else { return .moments }
    let model = try DigitModel.load(name)
    let regressor = model.output.scale == nil ? nil : try Regressor(model: model)
    guard let regressor, regressor.valuesPerImage == 1 else {
      throw FileError(
        .corrupt, path: name, found: "a model that does not predict one number",
        remedy: "train one on the data that 'recognizer shear' makes")
    }
    return .network(regressor)
  }
}
