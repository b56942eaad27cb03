public import RecognizerFileIO

/// Reads and writes a ``Model`` as a safetensors file.
///
/// The arrays have PyTorch's names and shapes. The metadata holds, as text, `model_version`,
/// `architecture`, `normalization` and `provenance`, and `classes`, `temperature` and
/// `rejection_threshold` or, of a model that predicts numbers, `values`; a file without one of them
/// is refused. A model with outputs for inputs of no class has `refusals`, too.
public enum ModelFile {
  /// The model in the file at `path`.
  ///
  /// - Throws: `FileError` when the file cannot be read or is not a whole, sane model.
  public static func load(_ path: String) throws(FileError) -> Model {
    try decode(try FileContents.read(path), path: path)
  }

  /// The model in the `bytes` of a file.
  ///
  /// The weights are copied from where they lie, once; nothing else is.
  ///
  /// - Parameters:
  ///   - bytes: the whole file; it only has to stay valid during the call.
  ///   - name: names the bytes in errors.
  /// - Throws: `FileError` when the bytes are not a whole, sane model.
  public static func load(bytes: UnsafeRawBufferPointer, name: String) throws(FileError) -> Model {
    try load(bytes: bytes, name: name, areResident: false)
  }

  /// The model in the `bytes` of a file, which may be used in place.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - name: names the bytes in errors.
  ///   - areResident: whether the bytes are never changed or freed: then no weight is copied.
  /// - Throws: `FileError` when the bytes are not a whole, sane model.
  package static func load(
    bytes: UnsafeRawBufferPointer, name: String, areResident: Bool
  ) throws(FileError) -> Model {
    let layout = try SafeTensorsLayout(bytes, path: name)
    let metadata = try Metadata(layout.metadata, path: name)
    let architecture = try metadata.value(Architecture.self, .architecture)
    let weights: Weights
    do {
      let arrays = try layout.arrays(of: try architecture.parameterTensors(), in: bytes)
      weights = Weights(arrays, areResident: areResident)
    } catch let error as ArchitectureError {
      throw metadata.error("an impossible architecture: \(printable(error.description))")
    } catch let error as TensorMismatch {
      throw metadata.error(error.found)
    } catch {
      throw metadata.error("\(error)")
    }
    let model = Model(
      architecture: architecture, weights: weights,
      normalization: try metadata.value(InputNormalization.self, .normalization),
      output: try metadata.output(),
      provenance: try metadata.value(Provenance.self, .provenance))
    if let problem = model.problem() { throw metadata.error(problem) }
    return model
  }

  /// Writes `model` to `path`, so that a reader sees the old file or the new one.
  ///
  /// - Throws: `FileError` when the file cannot be written, when the parts of the model do not fit
  ///   each other, or when training went astray and left a weight or a figure that is not finite.
  public static func save(_ model: Model, to path: String) throws(FileError) {
    try FileContents.write(try encode(model, path: path), to: path)
  }

  /// The model in the `bytes` of a file; `path` only names it in errors.
  package static func decode(_ bytes: [UInt8], path: String) throws(FileError) -> Model {
    let model: Result<Model, FileError> = bytes.withUnsafeBytes { bytes in
      Result { () throws(FileError) in try load(bytes: bytes, name: path) }
    }
    return try model.get()
  }

  /// The bytes of a file with `model`; `path` only names it in errors.
  package static func encode(_ model: Model, path: String) throws(FileError) -> [UInt8] {
    if let problem = model.problem() { throw unsaved(problem, path: path) }
    do {
      let tensors = try model.architecture.parameterTensors().map {
        SafeTensors.Tensor(name: $0.name, shape: $0.shape, values: model.parameters[$0.range])
      }
      return SafeTensors(tensors: tensors, metadata: try Metadata.texts(of: model)).bytes()
    } catch {
      throw unsaved("parts that cannot be written", path: path)
    }
  }

  private static func unsaved(_ found: String, path: String) -> FileError {
    FileError(
      .corrupt, path: path, found: "not written, the model has \(found)",
      remedy: "train it again with other settings")
  }
}

// MARK: - Arrays

private struct TensorMismatch: Error {
  let found: String
}

extension SafeTensorsLayout {
  /// Each array's elements in the order of `expected`, once every one is proved to be what is
  /// expected.
  fileprivate func arrays(
    of expected: [ParameterTensor], in bytes: UnsafeRawBufferPointer
  ) throws(TensorMismatch) -> [Weights.Array] {
    let byName = Dictionary(entries.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var found: [Weights.Array] = []
    found.reserveCapacity(expected.count)
    for parameter in expected {
      guard let entry = byName[parameter.name] else {
        throw TensorMismatch(found: "no tensor \(parameter.name), which the architecture needs")
      }
      guard entry.shape == parameter.shape else {
        throw TensorMismatch(
          found: "tensor \(parameter.name) of shape \(printable("\(entry.shape)")), "
            + "the architecture needs \(parameter.shape)")
      }
      found.append(
        Weights.Array(
          range: parameter.range, bytes: UnsafeRawBufferPointer(rebasing: bytes[entry.range])))
    }
    guard entries.count == expected.count else {
      let names = Set(expected.map(\.name))
      let extra = entries.map(\.name).sorted().first { !names.contains($0) }
      throw TensorMismatch(found: "a tensor \(quoted(extra ?? "")) that the architecture lacks")
    }
    return found
  }
}

// MARK: - Text

/// The text of a model file, read key by key.
private struct Metadata {
  /// The keys of a model in the text of a safetensors file.
  enum Key: String {
    case version = "model_version"
    case architecture, normalization, provenance
    // Of a model that knows classes.
    case classes, temperature
    case rejectionThreshold = "rejection_threshold"
    // Of a model that knows inputs of no class.
    case refusals
    // Of a model that predicts numbers.
    case values
  }

  private static let everyModels: [Key] = [.version, .architecture, .normalization, .provenance]

  /// The text under ``Key/version``; another number is another meaning of the rest.
  private static let version = "1"

  private let texts: [String: String]
  private let path: String

  /// The texts of a file that has every key and a version that is known.
  init(_ texts: [String: String], path: String) throws(FileError) {
    self.texts = texts
    self.path = path
    let ofOutput: [Key] =
      texts[Key.values.rawValue] == nil ? [.classes, .temperature, .rejectionThreshold] : []
    for key in Self.everyModels + ofOutput where texts[key.rawValue] == nil {
      throw FileError(
        .corrupt, path: path, found: "no \"\(key.rawValue)\" in its metadata",
        remedy: "name a model that this program has trained")
    }
    guard self[.version] == Self.version else {
      throw FileError(
        .corrupt, path: path,
        found: "a model of version \(quoted(self[.version])), version \(Self.version) is read",
        remedy: "use the program's version that made it")
    }
  }

  /// The texts that describe a model.
  static func texts(of model: Model) throws -> [String: String] {
    var texts: [Key: String] = [
      .version: version,
      .architecture: try json(model.architecture), .normalization: try json(model.normalization),
      .provenance: try json(model.provenance),
    ]
    switch model.output {
    case .classes(let classes):
      texts[.classes] = try json(classes.names)
      texts[.temperature] = "\(classes.temperature)"
      texts[.rejectionThreshold] = "\(classes.rejectionThreshold)"
      texts[.refusals] = try classes.refusals.map { try json($0) }
    case .values(let scale): texts[.values] = try json(scale)
    }
    var metadata = Dictionary(uniqueKeysWithValues: texts.map { ($0.key.rawValue, $0.value) })
    // Tells Python's libraries that shapes and names are PyTorch's.
    metadata["format"] = "pt"
    return metadata
  }

  private static func json(_ value: some Encodable) throws(JSONText.Problem) -> String {
    String(decoding: try JSONText.encode(value), as: UTF8.self)
  }

  /// The meaning of the outputs.
  func output() throws(FileError) -> ModelOutput {
    guard texts[Key.values.rawValue] == nil else {
      return .values(try value(TargetScaling.self, .values))
    }
    var classes = ClassOutput(
      names: try value([String].self, .classes), temperature: try number(.temperature),
      rejectionThreshold: try number(.rejectionThreshold))
    if texts[Key.refusals.rawValue] != nil {
      classes.refusals = try value(RefusalOutput.self, .refusals)
    }
    return .classes(classes)
  }

  private subscript(key: Key) -> String { texts[key.rawValue] ?? "" }

  /// The value that the JSON under `key` describes.
  func value<Value: Decodable>(_ type: Value.Type, _ key: Key) throws(FileError) -> Value {
    do {
      return try JSONText.decode(type, from: self[key])
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
