public import RecognizerFileIO

/// Reads and writes a ``Model`` as a safetensors file.
///
/// The arrays have PyTorch's names and shapes. The metadata holds, as text, `model_version`,
/// `architecture`, `normalization` and `provenance`, and `classes`, `temperature` and
/// `rejection_threshold` or, of a model that predicts numbers, `values`; a file without one of them
/// is refused.
public enum ModelFile {
  /// The model in the file at `path`.
  ///
  /// - Throws: `FileError` when the file cannot be read or is not a whole, sane model.
  public static func load(_ path: String) throws(FileError) -> Model {
    try decode(try FileContents.read(path), path: path)
  }

  /// Writes `model` to `path`, so that a reader sees the old file or the new one.
  ///
  /// - Throws: `FileError` when the file cannot be written or the model could not be read again.
  public static func save(_ model: Model, to path: String) throws(FileError) {
    try FileContents.write(try encode(model, path: path), to: path)
  }

  /// The model in the `bytes` of a file; `path` only names it in errors.
  public static func decode(_ bytes: [UInt8], path: String) throws(FileError) -> Model {
    try Model(try SafeTensors(bytes, path: path), path: path)
  }

  /// The bytes of a file with `model`; `path` only names it in errors.
  public static func encode(_ model: Model, path: String) throws(FileError) -> [UInt8] {
    try model.safeTensors(path: path).bytes()
  }
}
