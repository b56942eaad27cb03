/// Equally sized grey pictures with a class each, as bytes in one array: a data set in memory.
public struct LabeledImages: ImageArray, Hashable, Sendable {
  /// Pixels a row of each picture.
  public let width: Int
  /// Rows of each picture.
  public let height: Int
  /// `count * width * height` grey values, picture after picture, row-major; ink is bright, as in MNIST.
  public var pixels: [UInt8]
  /// One class a picture, an index into `classNames`.
  public var labels: [UInt8]
  /// What each class is called.
  public var classNames: [String]

  /// How many pictures.
  public var count: Int { labels.count }

  /// A data set.
  ///
  /// - Precondition: `pixels.count == labels.count * width * height`, and every label is below
  ///   `classNames.count`.
  public init(
    width: Int, height: Int, pixels: [UInt8], labels: [UInt8],
    classNames: [String] = (0..<10).map(String.init)
  ) {
    precondition(
      pixels.count == labels.count * width * height,
      "\(pixels.count) pixels for \(labels.count) pictures of \(width)x\(height)")
    precondition(labels.allSatisfy { Int($0) < classNames.count }, "a label out of range")
    self.width = width
    self.height = height
    self.pixels = pixels
    self.labels = labels
    self.classNames = classNames
  }
}
