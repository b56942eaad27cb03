/// What the name of an IDX file says, in the spellings that are in use.
///
/// `train-images-idx3-ubyte`, `t10k-labels.idx1-ubyte.gz` (unpacking programs turn the hyphen
/// into a dot), `emnist-letters-test-images-idx3-ubyte`, `qmnist-train-labels-idx2-int`; numbers
/// instead of classes are `train-labels-idx1-float` or, several to a picture, `idx2-float`.
struct IDXFileName: Hashable {
  enum Content: String {
    case images
    /// A class for each picture.
    case labels
    /// Numbers for each picture.
    case values = "float labels"
  }

  /// The file's name in its folder.
  let name: String
  /// What comes before the split: empty for MNIST itself, "emnist-digits", "qmnist".
  let collection: String
  let split: Split
  let content: Content
  let isCompressed: Bool

  /// Nil for a name that is no IDX file's.
  init?(_ name: String) {
    self.name = name
    let lowercased = name.lowercased()
    isCompressed = lowercased.hasSuffix(".gz")
    let parts = lowercased.dropLast(isCompressed ? 3 : 0)
      .split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "." }
    guard parts.count >= 4 else { return nil }
    switch (parts[parts.count - 3], parts[parts.count - 2], parts[parts.count - 1]) {
    case ("images", "idx3", "ubyte"): content = .images
    case ("labels", "idx1", "ubyte"), ("labels", "idx2", "int"): content = .labels
    case ("labels", "idx1", "float"), ("labels", "idx2", "float"), ("labels", "idx1", "double"),
      ("labels", "idx2", "double"):
      content = .values
    default: return nil
    }
    switch parts[parts.count - 4] {
    case "train": split = .train
    case "t10k", "test": split = .test
    default: return nil
    }
    collection = parts.dropLast(4).joined(separator: "-")
  }

  /// Of two names for the same content, the one with the lower value is read.
  var preference: (Int, Int, String) {
    let isDotted = name.contains(".idx")
    return (isDotted ? 1 : 0, isCompressed ? 1 : 0, name)
  }

  /// EMNIST's pictures are stored with rows and columns exchanged.
  var isTransposed: Bool { collection.hasPrefix("emnist") }

  /// How many classes the labels have.
  var classCount: Int {
    // "letters" counts from 1, so its class 0 is empty.
    switch collection {
    case "emnist-letters": 27
    case "emnist-balanced", "emnist-bymerge": 47
    case "emnist-byclass": 62
    default: 10
    }
  }
}
