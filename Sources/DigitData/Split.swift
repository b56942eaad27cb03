/// Which half of a data set: the part to learn from or the part to be judged on.
public enum Split: String, Sendable, CaseIterable {
  /// The training set.
  case train
  /// The test set.
  case test
}
