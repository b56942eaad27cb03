public import RecognizerFileIO

extension Model {
  /// The arrays and the text that describe the model; `path` only names the file in errors.
  ///
  /// - Throws: `FileError` when the parts of the model do not fit each other, or when training
  ///   went astray and left a weight or a figure that is not finite.
  public func safeTensors(path: String) throws(FileError) -> SafeTensors {
    if let problem = problem() { throw Self.unsaved(problem, path: path) }
    do {
      let tensors = try architecture.parameterTensors().map {
        SafeTensors.Tensor(name: $0.name, shape: $0.shape, values: parameters[$0.range])
      }
      var texts: [ModelMetadata.Key: String] = [
        .version: ModelMetadata.version,
        .architecture: try json(architecture), .normalization: try json(normalization),
        .provenance: try json(provenance),
      ]
      switch output {
      case .classes(let classes):
        texts[.classes] = try json(classes.names)
        texts[.temperature] = "\(classes.temperature)"
        texts[.rejectionThreshold] = "\(classes.rejectionThreshold)"
      case .values(let scale): texts[.values] = try json(scale)
      }
      var metadata = Dictionary(uniqueKeysWithValues: texts.map { ($0.key.rawValue, $0.value) })
      // Tells Python's libraries that shapes and names are PyTorch's.
      metadata["format"] = "pt"
      return SafeTensors(tensors: tensors, metadata: metadata)
    } catch {
      throw Self.unsaved("parts that cannot be written", path: path)
    }
  }

  /// The model that `file` describes; `path` only names the file in errors.
  ///
  /// Text under other keys is ignored; an array that the architecture lacks is refused, so
  /// whoever stores more than a model hands over only the model's arrays.
  ///
  /// - Throws: `FileError` when something is missing, does not fit or is out of range.
  public init(_ file: SafeTensors, path: String) throws(FileError) {
    let metadata = try ModelMetadata(file, path: path)
    let architecture = try metadata.value(Architecture.self, .architecture)
    let parameters: [Float]
    do {
      parameters = try file.parameters(of: try architecture.parameterTensors())
    } catch let error as ArchitectureError {
      throw metadata.error("an impossible architecture: \(printable(error.description))")
    } catch let error as TensorMismatch {
      throw metadata.error(error.found)
    } catch {
      throw metadata.error("\(error)")
    }
    self.init(
      architecture: architecture, parameters: parameters,
      normalization: try metadata.value(InputNormalization.self, .normalization),
      output: try metadata.output(),
      provenance: try metadata.value(Provenance.self, .provenance))
    if let problem = problem() { throw metadata.error(problem) }
  }

  private static func unsaved(_ found: String, path: String) -> FileError {
    FileError(
      .corrupt, path: path, found: "not written, the model has \(found)",
      remedy: "train it again with other settings")
  }

  private func json(_ value: some Encodable) throws(JSONText.Problem) -> String {
    String(decoding: try JSONText.encode(value), as: UTF8.self)
  }
}

// MARK: - Implementation

private struct TensorMismatch: Error {
  let found: String
}

extension SafeTensors {
  /// All elements in the order of `expected`, once every array is proved to be what is expected.
  fileprivate func parameters(of expected: [ParameterTensor]) throws(TensorMismatch) -> [Float] {
    var found: [Tensor] = []
    for parameter in expected {
      guard let tensor = tensor(named: parameter.name) else {
        throw TensorMismatch(found: "no tensor \(parameter.name), which the architecture needs")
      }
      guard tensor.shape == parameter.shape else {
        throw TensorMismatch(
          found: "tensor \(parameter.name) of shape \(printable("\(tensor.shape)")), "
            + "the architecture needs \(parameter.shape)")
      }
      found.append(tensor)
    }
    guard tensors.count == expected.count else {
      let names = Set(expected.map(\.name))
      let extra = tensors.first { !names.contains($0.name) }
      throw TensorMismatch(
        found: "a tensor \(quoted(extra?.name ?? "")) that the architecture lacks")
    }
    let count = expected.last?.range.upperBound ?? 0
    return [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      var end = 0
      for (tensor, parameter) in zip(found, expected) {
        // The gap that aligns an array holds zeros.
        buffer[end..<parameter.range.lowerBound].initialize(repeating: 0)
        tensor.copyValues(to: UnsafeMutableBufferPointer(rebasing: buffer[parameter.range]))
        end = parameter.range.upperBound
      }
      initialized = count
    }
  }
}
