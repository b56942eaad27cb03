public import NeuralNet
public import RecognizerFileIO

/// Models for framed digits.
public enum DigitModel {
  /// The model in the file at `path`.
  ///
  /// - Throws: `FileError` when the file is no model for digits of 28 x 28 pixels.
  public static func load(_ path: String) throws(FileError) -> Model {
    let model = try ModelFile.load(path)
    guard model.architecture.input == Shape(channels: 1, height: 28, width: 28) else {
      throw FileError(
        .corrupt, path: path, found: "a model for inputs of \(model.architecture.input)",
        remedy: "name a model for pictures of 1x28x28")
    }
    return model
  }
}

extension FileError {
  /// The error of a model file whose architecture is impossible.
  package init(_ error: ArchitectureError, path: String) {
    self.init(.corrupt, path: path, found: error.description, remedy: "train it again")
  }
}
