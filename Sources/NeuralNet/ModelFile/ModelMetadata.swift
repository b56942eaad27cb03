import RecognizerFileIO

/// The text of a model file, read key by key.
struct ModelMetadata {
  /// The keys of a model in the text of a safetensors file.
  enum Key: String, CaseIterable {
    case version = "model_version"
    case architecture, normalization, provenance
    // Of a model that knows classes.
    case classes, temperature
    case rejectionThreshold = "rejection_threshold"
    // Of a model that predicts numbers.
    case values
  }

  private static let everyModels: [Key] = [.version, .architecture, .normalization, .provenance]

  /// What ``Key/version`` says; another number is another meaning of the rest.
  static let version = "1"

  private let texts: [String: String]
  private let path: String

  /// The text of `file`, if it has every key and a version that is known.
  init(_ file: SafeTensors, path: String) throws(FileError) {
    texts = file.metadata
    self.path = path
    let ofOutput: [Key] =
      texts[Key.values.rawValue] == nil ? [.classes, .temperature, .rejectionThreshold] : []
    for key in Self.everyModels + ofOutput where texts[key.rawValue] == nil {
      throw FileError(
        .corrupt, path: path, found: "no \"\(key.rawValue)\" in its metadata",
        remedy: "name a model that \"recognizer train\" made")
    }
    guard self[.version] == Self.version else {
      throw FileError(
        .corrupt, path: path,
        found: "a model of version \(quoted(self[.version])), version \(Self.version) is read",
        remedy: "use the program's version that made it")
    }
  }

  /// What the outputs stand for.
  func output() throws(FileError) -> ModelOutput {
    guard texts[Key.values.rawValue] == nil else {
      return .values(try value(TargetScaling.self, .values))
    }
    return .classes(
      ClassOutput(
        names: try value([String].self, .classes), temperature: try number(.temperature),
        rejectionThreshold: try number(.rejectionThreshold)))
  }

  private subscript(key: Key) -> String { texts[key.rawValue] ?? "" }

  /// The value that the JSON under `key` describes.
  func value<Value: Decodable>(
    _ type: Value.Type, _ key: Key
  ) throws(FileError) -> Value {
    do {
      return try JSONText.decode(type, from: self[key].utf8)
    } catch {
      throw self.error("a damaged \"\(key.rawValue)\" (\(error.clause))")
    }
  }

  /// The number under `key`.
  private func number(_ key: Key) throws(FileError) -> Float {
    guard let number = Float(self[key]) else {
      throw error("a \"\(key.rawValue)\" of \(quoted(self[key])), which is no number")
    }
    return number
  }

  /// An error about the file as a whole.
  func error(_ found: String) -> FileError {
    FileError(
      .corrupt, path: path, found: found, remedy: "fetch the model again or train a new one")
  }
}
