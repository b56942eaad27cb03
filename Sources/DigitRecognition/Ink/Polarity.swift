/// Which is the ink: the dark pixels or the light ones.
public enum Polarity: String, Hashable, Sendable, CaseIterable {
  /// Found from the picture: what most of its border shows is background.
  case auto
  /// Dark ink on a light background, as on paper.
  case darkOnLight = "dark-on-light"
  /// Light ink on a dark background, as in MNIST.
  case lightOnDark = "light-on-dark"
}
