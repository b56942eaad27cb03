import DigitData

/// Settings as a user writes them and a model keeps them: an object whose keys may all be missing, of
/// those that are not as they would be without it.
extension AugmentationSettings: Codable {
  /// Reads what JSON says.
  ///
  /// - Throws: `DecodingError` that names the key which is unknown, given twice, out of its range or
  ///   without effect.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: SettingKey.self)
    self.init()
    var known = Set<String>()
    for key in container.allKeys {
      guard let setting = Self.settings.first(where: { $0.key == key }) else {
        throw key.problem("no such setting", in: container)
      }
      guard known.insert(key.stringValue).inserted else {
        throw key.problem("given twice", in: container)
      }
      try read(setting, from: container)
    }
    try checkOccasions(container)
  }

  /// Writes the settings that differ from their defaults.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: SettingKey.self)
    for setting in Self.settings where isSet(setting) {
      switch setting.value {
      case .number(let path, _): try container.encode(self[keyPath: path], forKey: setting.key)
      case .range(let path, _):
        let range = self[keyPath: path]
        try container.encode([range.lowerBound, range.upperBound], forKey: setting.key)
      }
    }
  }

  /// Every key, in the order of the documentation.
  package static var keys: [String] { settings.map(\.key.stringValue) }

  // MARK: - Implementation

  /// Every key with its place and its limits, which are those of what it sets.
  private static var settings: [Setting] {
    [
      Setting("probability", .number(\.changes.probability, in: 0...1)),
      Setting("rotation", .range(\.changes.rotation, in: -180...180)),
      Setting("scale", .range(\.changes.scale, in: 0.1...10)),
      Setting("shear", .range(\.changes.shear, in: -10...10)),
      Setting("translation", .range(\.changes.translation, in: -28...28)),
      Setting("elasticity", .range(\.changes.elasticity, in: 0...16)),
      Setting("stroke_width", .range(\.changes.strokeWidth, in: -1...1)),
      Setting("degradation_probability", .number(\.changes.degradationProbability, in: 0...1)),
      Setting("blur", .range(\.changes.blur, in: 0...1)),
      Setting("contrast", .range(\.changes.contrast, in: 0...4)),
      Setting("noise", .range(\.changes.noise, in: 0...127)),
      Setting("low_resolution_probability", .number(\.changes.lowResolutionProbability, in: 0...1)),
      Setting("low_resolution", .range(\.changes.lowResolution, in: 0.1...1)),
      Setting("cut_out_probability", .number(\.changes.cutOutProbability, in: 0...1)),
      Setting("cut_out", .range(\.changes.cutOut, in: 0...28)),
      Setting("hands", .number(\.hands, in: 0...1)),
      Setting("hands_fall", .number(\.handsFall, in: 0...1)),
      Setting("mixing_probability", .number(\.mixingProbability, in: 0...1)),
      Setting("mixing", .range(\.mixing, in: 0...0.5)),
    ]
  }

  /// Changes that are made to a fraction of the images: a probability has no effect without an amount,
  /// nor an amount without its probability.
  private static let occasions: [(probability: String, amounts: [String])] = [
    ("degradation_probability", ["blur", "contrast", "noise"]),
    ("low_resolution_probability", ["low_resolution"]),
    ("cut_out_probability", ["cut_out"]),
    ("mixing_probability", ["mixing"]),
  ]

  private func isSet(_ setting: Setting) -> Bool {
    let none = AugmentationSettings()
    return switch setting.value {
    case .number(let path, _): self[keyPath: path] != none[keyPath: path]
    case .range(let path, _): self[keyPath: path] != none[keyPath: path]
    }
  }

  private mutating func read(
    _ setting: Setting, from container: KeyedDecodingContainer<SettingKey>
  ) throws {
    let key = setting.key
    func within(_ limits: ClosedRange<Float>, _ number: Float) throws -> Float {
      guard limits.contains(number) else {
        throw key.problem(
          "\(number) is not from \(limits.lowerBound) to \(limits.upperBound)", in: container)
      }
      return number
    }
    switch setting.value {
    case .number(let path, let limits):
      self[keyPath: path] = try within(limits, container.decode(Float.self, forKey: key))
    case .range(let path, let limits):
      let ends = try container.decode([Float].self, forKey: key)
      guard ends.count == 2, ends[0] <= ends[1] else {
        throw key.problem(
          "an array of two numbers, the smaller first, is expected", in: container)
      }
      self[keyPath: path] = try within(limits, ends[0])...within(limits, ends[1])
    }
  }

  /// A setting that does nothing is refused: it was written to do something.
  private func checkOccasions(_ container: KeyedDecodingContainer<SettingKey>) throws {
    let set = Set(Self.settings.filter(isSet).map(\.key.stringValue))
    if set.contains("hands_fall"), !set.contains("hands") {
      throw SettingKey(stringValue: "hands_fall").problem(
        "changes nothing without hands", in: container)
    }
    for (probability, amounts) in Self.occasions {
      let given = amounts.filter(set.contains)
      if let amount = given.first, !set.contains(probability) {
        throw SettingKey(stringValue: amount).problem(
          "never happens without a \(probability) above 0", in: container)
      }
      if given.isEmpty, set.contains(probability) {
        throw SettingKey(stringValue: probability).problem(
          "changes nothing without \(amounts.joined(separator: ", "))", in: container)
      }
    }
  }
}

/// A key and what it sets.
private struct Setting {
  enum Value {
    case number(WritableKeyPath<AugmentationSettings, Float>, in: ClosedRange<Float>)
    case range(WritableKeyPath<AugmentationSettings, ClosedRange<Float>>, in: ClosedRange<Float>)
  }

  let key: SettingKey
  let value: Value

  init(_ name: String, _ value: Value) {
    key = SettingKey(stringValue: name)
    self.value = value
  }
}

/// Any key, so that unknown ones are seen.
private struct SettingKey: CodingKey, Hashable {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }

  func problem(
    _ text: String, in container: KeyedDecodingContainer<SettingKey>
  ) -> DecodingError {
    .dataCorrupted(
      DecodingError.Context(codingPath: container.codingPath + [self], debugDescription: text))
  }
}
