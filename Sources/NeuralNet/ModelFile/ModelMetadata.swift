import RecognizerFileIO

/// The text of a model file, read key by key.
struct ModelMetadata {
  /// The keys of a model in the text of a safetensors file.
  enum Key: String {
    case version = "model_version"
    case architecture, normalization, provenance
    // Of a model that knows classes.
    case classes, temperature
    case rejectionThreshold = "rejection_threshold"
    // Of a model that knows inputs of no class.
    case refusals
    // Of an ensemble.
    case members
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
    if !model.members.isEmpty { texts[.members] = try json(model.members.map(Member.init)) }
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

  /// The members of an ensemble; nil for a model of one network.
  func members() throws(FileError) -> [Member]? {
    guard texts[Key.members.rawValue] != nil else { return nil }
    let members = try value([Member].self, .members)
    guard !members.isEmpty else { throw error("an ensemble without members") }
    return members
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

// MARK: - Members

extension ModelMetadata {
  /// A member of an ensemble, but for what all members share.
  struct Member: Codable {
    /// Its network without the weights.
    let architecture: Architecture
    private let temperature: Float
    private let rejectionThreshold: Float
    private let refusalThreshold: Float?
    private let provenance: Provenance

    private enum CodingKeys: String, CodingKey {
      case architecture, temperature, provenance
      case rejectionThreshold = "rejection_threshold"
      case refusalThreshold = "refusal_threshold"
    }

    init(_ model: Model) {
      architecture = model.architecture
      let classes = model.output.classes
      temperature = classes?.temperature ?? 1
      rejectionThreshold = classes?.rejectionThreshold ?? 0
      refusalThreshold = classes?.refusals?.threshold
      provenance = model.provenance
    }

    /// The member with its weights.
    func model(_ weights: Weights, of ensemble: Model) -> Model {
      var model = Model(
        architecture: architecture, weights: weights, normalization: ensemble.normalization,
        output: ensemble.output, provenance: provenance)
      if case .classes(var classes) = ensemble.output {
        classes.temperature = temperature
        classes.rejectionThreshold = rejectionThreshold
        if let refusalThreshold {
          classes.refusals?.threshold = refusalThreshold
        } else {
          classes.refusals = nil
        }
        model.output = .classes(classes)
      }
      return model
    }
  }
}
