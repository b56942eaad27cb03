// `FileError`, which is in the signatures of this library, is reachable from it.
@_exported public import RecognizerFileIO

/// Equally sized grey pictures with a class each: a data set in memory.
public struct LabeledImages: ImageArray, Hashable, Sendable {
  /// Pixels per row of each picture.
  public let width: Int
  /// Rows of each picture.
  public let height: Int
  /// `count * width * height` grey values, picture after picture, row-major; ink is bright, as in MNIST.
  public var pixels: [UInt8]
  /// One class per picture, an index into `classNames`.
  public var labels: [UInt8]
  /// The name of each class.
  public var classNames: [String]

  /// The number of pictures.
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

extension LabeledImages {
  /// Loads one split of the IDX data set in a folder.
  ///
  /// The names are MNIST's (`train-images-idx3-ubyte`, `t10k-labels.idx1-ubyte.gz`), EMNIST's or
  /// QMNIST's. EMNIST's pictures, stored with rows and columns exchanged, come out upright.
  ///
  /// - Throws: `FileError` when a file is missing or damaged, when there are not as many labels
  ///   as pictures, or a label is out of range.
  public static func load(
    from directory: String, split: Split
  ) throws(FileError) -> LabeledImages {
    try DataFolder(directory).labeledImages(split)
  }
}

/// The two sets of a data set: one to learn from, one to be measured on.
public enum Split: String, Sendable, CaseIterable {
  /// The training set.
  case train
  /// The test set.
  case test
}

/// Equally sized grey pictures, one after the other in one array.
package protocol ImageArray {
  /// Pixels per row of each picture.
  var width: Int { get }
  /// Rows of each picture.
  var height: Int { get }
  /// Grey values, picture after picture, row-major.
  var pixels: [UInt8] { get }
}

extension ImageArray {
  /// Pixels of one picture, a byte each.
  package var imageSize: Int { width * height }

  /// The picture at `index`.
  package func image(_ index: Int) -> GrayImage {
    let start = index * imageSize
    return GrayImage(
      width: width, height: height, pixels: Array(pixels[start..<start + imageSize]))
  }
}
