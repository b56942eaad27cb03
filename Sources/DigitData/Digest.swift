public import RecognizerFileIO

extension RegressionImages {
  /// The SHA-256 of all pixels and then the bits of all numbers, big-endian.
  ///
  /// - Throws: `FileError` when the system has no program for it.
  public func digest() throws(FileError) -> String {
    try SHA256.digest(of: pixels + IDXFile(values: values, width: valuesPerImage).elements)
  }
}

extension LabeledImages {
  /// The SHA-256 of all pixels and then all labels: which data a model was trained on.
  ///
  /// - Throws: `FileError` when the system has no program for it.
  public func digest() throws(FileError) -> String { try SHA256.digest(of: pixels + labels) }
}
