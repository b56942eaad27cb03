public import DigitData
public import RecognizerFileIO

extension DigitDataSet {
  /// What a network is to answer.
  public enum Target: String, Sendable, CaseIterable {
    /// One of some classes.
    case classes = "class"
    /// Numbers.
    case values = "number"
  }

  /// What a network is to answer to these pictures.
  public var target: Target {
    switch self {
    case .classes: .classes
    case .values: .values
    }
  }

  /// A data set in a folder: IDX files, or PNG files by class, framed as MNIST's digits are.
  ///
  /// - Parameters:
  ///   - split: which part of IDX files; a folder of pictures has only one.
  ///   - target: what labels are wanted; if nothing, classes where there are any.
  ///   - skipped: told of each picture that is left out and why.
  /// - Throws: `FileError` when the folder has no such labels, or a file is damaged.
  public init(
    folder: String, split: Split, target: Target?,
    skipped: (_ path: String, _ reason: String) -> Void = { _, _ in }
  ) throws(FileError) {
    let data = try DataFolder(folder)
    let hasOnlyValues = data.hasValues(of: split) && !data.hasLabels(of: split)
    switch target ?? (hasOnlyValues ? .values : .classes) {
    case .values: self = .values(try data.regressionImages(split))
    case .classes:
      self = .classes(try LabeledImages(data, split: split, skipped: skipped))
    }
  }
}
