public import DigitData
import NeuralNet
public import RecognizerFileIO

/// Images to train on or to measure with: each with a class, or with numbers.
public enum DigitDataSet: Sendable {
  /// Images with a class each.
  case classes(LabeledImages)
  /// Images with one or more numbers each.
  case values(RegressionImages)

  /// The number of images.
  package var count: Int {
    switch self {
    case .classes(let images): images.count
    case .values(let images): images.count
    }
  }

  /// The number of outputs that a network for them needs.
  package var outputCount: Int {
    switch self {
    case .classes(let images): images.classNames.count
    case .values(let images): images.valuesPerImage
    }
  }

  /// The meaning of a network's outputs after training on these images, before calibration.
  ///
  /// - Parameter initial: their meaning before, if training begins with a model.
  /// - Returns: `nil` when the model's outputs are of the other kind.
  func output(initial: ModelOutput?) -> ModelOutput? {
    switch (self, initial) {
    case (.classes(let images), .classes), (.classes(let images), nil):
      .classes(ClassOutput(names: images.classNames))
    case (.values(let images), nil): .values(TargetScaling(of: images.values))
    // Its weights are for its own scale.
    case (.values, .values(let scale)): .values(scale)
    case (.classes, .values), (.values, .classes): nil
    }
  }

  /// The SHA-256 of all pixels followed by all labels.
  ///
  /// - Throws: `FileError` when the system has no program for it.
  func digest() throws(FileError) -> String {
    switch self {
    case .classes(let images): try images.digest()
    case .values(let images): try images.digest()
    }
  }

  /// The images as samples for a network with such outputs; `nil` when they are of the other kind.
  func samples(_ normalization: InputNormalization, output: ModelOutput) -> PixelSamples? {
    switch (self, output) {
    case (.classes(let images), .classes): images.samples(normalization)
    case (.values(let images), .values(let scale)): images.samples(normalization, scale: scale)
    case (.classes, .values), (.values, .classes): nil
    }
  }
}

extension DigitDataSet {
  /// The kind of answer that a network learns.
  public enum Target: String, Sendable, CaseIterable {
    /// One of several classes.
    case classes = "class"
    /// Numbers.
    case values = "number"
  }

  /// The kind of answer that a network learns from these images.
  package var target: Target {
    switch self {
    case .classes: .classes
    case .values: .values
    }
  }

  /// A data set in a folder: IDX files, or PNG files by class, framed as MNIST's digits are.
  ///
  /// - Parameters:
  ///   - folder: the path of the folder.
  ///   - split: which part of IDX files; a folder of PNG files has only one.
  ///   - target: the labels that are wanted; `nil` for classes where there are any.
  ///   - omitted: receives each file that is not used and why.
  /// - Throws: `FileError` when the folder has no such labels, or a file is damaged.
  public init(
    folder: String, split: Split, target: Target? = nil,
    omitted: (_ path: String, _ reason: String) -> Void = { _, _ in }
  ) throws(FileError) {
    let data = try DataFolder(folder)
    let hasOnlyValues = data.hasValues(of: split) && !data.hasLabels(of: split)
    switch target ?? (hasOnlyValues ? .values : .classes) {
    case .values: self = .values(try data.regressionImages(split))
    case .classes: self = .classes(try LabeledImages(data, split: split, omitted: omitted))
    }
  }

  /// The test set in a folder of IDX files; `nil` when the folder has none.
  ///
  /// - Throws: `FileError` when there is a test set and it is damaged.
  package static func test(in folder: String, target: Target) throws(FileError) -> DigitDataSet? {
    let data = try DataFolder(folder)
    switch target {
    case .classes:
      guard data.hasLabels(of: .test) else { return nil }
      return .classes(try data.labeledImages(.test))
    case .values:
      guard data.hasValues(of: .test) else { return nil }
      return .values(try data.regressionImages(.test))
    }
  }
}

extension LabeledImages {
  /// A data set in a folder: IDX files, or PNG files by class, framed as MNIST's digits are.
  ///
  /// Images without ink are not used.
  ///
  /// - Parameters:
  ///   - split: which part of IDX files; a folder of PNG files has only one.
  ///   - omitted: receives each file that is not used and why.
  /// - Throws: `FileError` when the folder holds neither, or a file is damaged.
  package init(
    folder: String, split: Split, omitted: (_ path: String, _ reason: String) -> Void = { _, _ in }
  ) throws(FileError) {
    try self.init(try DataFolder(folder), split: split, omitted: omitted)
  }

  /// The data set in a folder that has been listed.
  init(
    _ data: DataFolder, split: Split, omitted: (_ path: String, _ reason: String) -> Void
  ) throws(FileError) {
    guard !data.hasIDXFiles else {
      self = try data.labeledImages(split)
      return
    }
    let files = try data.pictures()
    for path in files.ignored { omitted(path, "not a PNG file by its name") }
    let preparation = ImagePreparation()
    var pixels: [UInt8] = []
    var labels: [UInt8] = []
    for entry in files.entries {
      let decoded = try preparation.decode(.file(entry.path))
      guard let framed = preparation.prepare(decoded).pixels else {
        omitted(entry.path, "no ink")
        continue
      }
      pixels += framed
      labels.append(entry.label)
    }
    guard !labels.isEmpty else {
      throw FileError(
        .corrupt, path: data.path, found: "no image with ink", remedy: "name another folder")
    }
    self.init(
      width: PreparedImage.side, height: PreparedImage.side, pixels: pixels, labels: labels,
      classNames: files.classNames)
  }
}
