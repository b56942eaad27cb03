/// A published data set: its mirrors, and the digests of its files.
public struct DatasetSource: Hashable, Sendable {
  /// One gzip-compressed file.
  package struct File: Hashable, Sendable {
    /// Its name on the mirrors and in the folder, which ends in `.gz`.
    package let name: String
    /// Its usual size in bytes; mirrors may compress differently, so this only measures progress.
    package let compressedSize: Int
    /// The SHA-256 of its decompressed content, in lower-case hexadecimal.
    package let sha256: String

    /// A file.
    package init(name: String, compressedSize: Int, sha256: String) {
      precondition(name.hasSuffix(".gz"), "\(name) does not end in .gz")
      self.name = name
      self.compressedSize = compressedSize
      self.sha256 = sha256
    }

    /// The name without `.gz`.
    var plainName: String { String(name.dropLast(3)) }
  }

  /// The name that users know it by.
  package let name: String
  /// Addresses of folders that hold the files, in the order in which they are tried.
  package let mirrors: [String]
  /// The files.
  package let files: [File]

  /// A data set.
  package init(name: String, mirrors: [String], files: [File]) {
    self.name = name
    self.mirrors = mirrors
    self.files = files
  }
}

extension DatasetSource {
  /// All data sets whose digests are known.
  package static let all = [mnist]

  /// MNIST (LeCun, Cortes and Burges), from the mirrors that still answer.
  public static let mnist = DatasetSource(
    name: "mnist",
    mirrors: [
      "https://ossci-datasets.s3.amazonaws.com/mnist/",
      "https://storage.googleapis.com/cvdf-datasets/mnist/",
      "https://raw.githubusercontent.com/fgnt/mnist/master/",
    ],
    files: [
      File(
        name: "train-images-idx3-ubyte.gz", compressedSize: 9_912_422,
        sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
      File(
        name: "train-labels-idx1-ubyte.gz", compressedSize: 28_881,
        sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
      File(
        name: "t10k-images-idx3-ubyte.gz", compressedSize: 1_648_877,
        sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
      File(
        name: "t10k-labels-idx1-ubyte.gz", compressedSize: 4_542,
        sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
    ])
}
