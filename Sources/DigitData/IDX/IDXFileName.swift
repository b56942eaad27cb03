/// The content of an IDX file according to its name, in the spellings that are in use.
///
/// `train-images-idx3-ubyte`, `t10k-labels.idx1-ubyte.gz` (unpacking programs turn the hyphen
/// into a dot), `emnist-letters-test-images-idx3-ubyte`, `qmnist-train-labels-idx2-int`; numbers
/// instead of classes are `train-labels-idx1-float` or, with several per picture, `idx2-float`.
struct IDXFileName: Hashable {
  enum Content: String {
    case images
    /// One class per picture.
    case labels
    /// One or more numbers per picture.
    case values = "float labels"
  }

  /// The file's name in its folder.
  let name: String
  /// The data set's name, which precedes the split: empty for MNIST itself, "emnist-digits",
  /// "qmnist".
  let collection: String
  let split: Split
  let content: Content
  let isCompressed: Bool

  /// Nil for a name that no IDX file has.
  init?(_ name: String) {
    self.name = name
    let lowercased = name.lowercased()
    isCompressed = lowercased.hasSuffix(".gz")
    let words = lowercased.dropLast(isCompressed ? 3 : 0)
      .split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "." }
    guard words.count >= 4 else { return nil }
    switch (words[words.count - 3], words[words.count - 2], words[words.count - 1]) {
    case ("images", "idx3", "ubyte"): content = .images
    case ("labels", "idx1", "ubyte"), ("labels", "idx2", "int"): content = .labels
    case ("labels", "idx1", "float"), ("labels", "idx2", "float"), ("labels", "idx1", "double"),
      ("labels", "idx2", "double"):
      content = .values
    default: return nil
    }
    switch words[words.count - 4] {
    case "train": split = .train
    case "t10k", "test": split = .test
    default: return nil
    }
    collection = words.dropLast(4).joined(separator: "-")
  }

  /// Of two names for the same content, the one with the lower value is read.
  var preference: (Int, Int, String) {
    let isDotted = name.contains(".idx")
    return (isDotted ? 1 : 0, isCompressed ? 1 : 0, name)
  }

  /// EMNIST's pictures are stored with rows and columns exchanged.
  var isTransposed: Bool { collection.hasPrefix("emnist") }

  /// The number of classes of the labels.
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
