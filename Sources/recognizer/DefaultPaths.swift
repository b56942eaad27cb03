package import DigitRecognition
import NeuralNet
package import RecognizerFileIO

/// The model and the data to use when the command line does not name them.
package struct DefaultPaths {
  private let environment: (String) -> String?
  private let exists: (String) -> Bool

  /// The rules, for an environment and a file system.
  package init(
    environment: @escaping (String) -> String? = Terminal.environment,
    exists: @escaping (String) -> Bool = Folder.exists
  ) {
    self.environment = environment
    self.exists = exists
  }

  /// The model file to use: the value of `RECOGNIZER_MODEL`; `nil` for the model inside the program.
  ///
  /// - Throws: `FileError` when the variable names no file.
  package func model() throws(FileError) -> String? {
    guard let named = environment("RECOGNIZER_MODEL"), !named.isEmpty else { return nil }
    guard exists(named) else {
      throw FileError(
        .missing, path: named, found: "RECOGNIZER_MODEL names no file",
        remedy: "correct the variable or unset it")
    }
    return named
  }

  /// The data to use: `data/mnist`, else the value of `RECOGNIZER_DATA`.
  ///
  /// - Throws: `FileError` when neither is there.
  package func data() throws(FileError) -> String {
    let remedy = "\(Self.advice(on: .classes)) or name a folder with --data DIR"
    if exists(Self.localData) { return Self.localData }
    guard let named = environment("RECOGNIZER_DATA"), !named.isEmpty else {
      throw FileError(
        .missing, path: Self.localData, found: "no such folder, and RECOGNIZER_DATA is not set",
        remedy: remedy)
    }
    guard exists(named) else {
      throw FileError(
        .missing, path: named, found: "RECOGNIZER_DATA names no folder", remedy: remedy)
    }
    return named
  }

  private static let localData = "data/mnist"

  /// Reads data; where it is missing, the error says as well which command gets some.
  ///
  /// - Parameter target: the labels that are wanted.
  package static func withAdvice<Content>(
    on target: DigitDataSet.Target, _ read: () throws(FileError) -> Content
  ) throws(FileError) -> Content {
    do {
      return try read()
    } catch {
      guard error.kind == .missing else { throw error }
      throw FileError(
        .missing, path: error.path, found: error.found,
        remedy: "\(error.remedy), or \(advice(on: target))")
    }
  }

  private static func advice(on target: DigitDataSet.Target) -> String {
    switch target {
    case .classes: "run '\(Program.name) download' for MNIST"
    case .values: "run '\(Program.name) shear' for digits of known slant"
    }
  }

  /// The model that the command line or the environment names, else the one inside the program, and
  /// its name in errors and reports.
  func model(_ arguments: Arguments) throws(FileError) -> (model: Model, name: String) {
    if let named = arguments[SharedOptions.model] { return try model(named: named) }
    return try model(named: model())
  }

  /// The model in a file, or the one inside the program, and its name in errors and reports.
  func model(named path: String?) throws(FileError) -> (model: Model, name: String) {
    guard let path else { return (ModelFile.shipped(), ModelFile.shippedName) }
    return (try ModelFile.load(path), path)
  }
}
