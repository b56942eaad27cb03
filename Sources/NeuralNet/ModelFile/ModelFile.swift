public import RecognizerFileIO

/// Reads and writes a ``Model`` as a safetensors file.
///
/// The arrays have PyTorch's names and shapes. The metadata holds, as text, `model_version`,
/// `architecture`, `normalization` and `provenance`, and `classes`, `temperature` and
/// `rejection_threshold` or, of a model that predicts numbers, `values`; a file without one of them
/// is refused. A model with outputs for inputs of no class has `refusals`, too, and an ensemble
/// `members`, whose arrays begin with `members.` and their position.
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
    let metadata = try ModelMetadata(layout.metadata, path: name)
    let architecture = try metadata.value(Architecture.self, .architecture)
    let members = try metadata.members()
    var weights: [Weights] = []
    do {
      var expected = [("", architecture)]
      if let members {
        expected = members.enumerated().map { (prefix(ofMember: $0), $1.architecture) }
      }
      var names: Set<String> = []
      for (prefix, architecture) in expected {
        let tensors = try architecture.parameterTensors()
        weights.append(
          Weights(
            try layout.arrays(of: tensors, named: prefix, in: bytes), areResident: areResident))
        names.formUnion(tensors.map { prefix + $0.name })
      }
      if let extra = layout.entries.map(\.name).sorted().first(where: { !names.contains($0) }) {
        throw TensorMismatch(found: "a tensor \(quoted(extra)) that the architecture lacks")
      }
    } catch let error as ArchitectureError {
      throw metadata.error("an impossible architecture: \(printable(error.description))")
    } catch let error as TensorMismatch {
      throw metadata.error(error.found)
    } catch {
      throw metadata.error("\(error)")
    }
    var model = Model(
      architecture: architecture, weights: weights[0],
      normalization: try metadata.value(InputNormalization.self, .normalization),
      output: try metadata.output(),
      provenance: try metadata.value(Provenance.self, .provenance))
    if let members {
      model.members = zip(members, weights).map { $0.model($1, of: model) }
    }
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
      var tensors = model.members.isEmpty ? try Self.tensors(of: model, named: "") : []
      for (position, member) in model.members.enumerated() {
        tensors += try Self.tensors(of: member, named: prefix(ofMember: position))
      }
      return SafeTensors(tensors: tensors, metadata: try ModelMetadata.texts(of: model)).bytes()
    } catch {
      throw unsaved("parts that cannot be written", path: path)
    }
  }

  private static func tensors(
    of model: Model, named prefix: String
  ) throws(ArchitectureError) -> [SafeTensors.Tensor] {
    let parameters = model.parameters
    return try model.architecture.parameterTensors().map {
      SafeTensors.Tensor(
        name: prefix + $0.name, shape: $0.shape, values: parameters[$0.range])
    }
  }

  private static func prefix(ofMember position: Int) -> String { "members.\(position)." }

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
    of expected: [ParameterTensor], named prefix: String, in bytes: UnsafeRawBufferPointer
  ) throws(TensorMismatch) -> [Weights.Array] {
    let byName = Dictionary(entries.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var found: [Weights.Array] = []
    found.reserveCapacity(expected.count)
    for parameter in expected {
      let name = prefix + parameter.name
      guard let entry = byName[name] else {
        throw TensorMismatch(found: "no tensor \(name), which the architecture needs")
      }
      guard entry.shape == parameter.shape else {
        throw TensorMismatch(
          found: "tensor \(name) of shape \(printable("\(entry.shape)")), "
            + "the architecture needs \(parameter.shape)")
      }
      found.append(
        Weights.Array(
          range: parameter.range, bytes: UnsafeRawBufferPointer(rebasing: bytes[entry.range])))
    }
    return found
  }
}
