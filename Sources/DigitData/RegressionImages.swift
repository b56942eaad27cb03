public import RecognizerFileIO

/// Equally sized grey pictures with one or more numbers each: a data set for regression.
public struct RegressionImages: ImageArray, Hashable, Sendable {
  /// Pixels per row of each picture.
  public let width: Int
  /// Rows of each picture.
  public let height: Int
  /// `count * width * height` grey values, picture after picture, row-major; ink is bright.
  public var pixels: [UInt8]
  /// `count * valuesPerImage` finite numbers, picture after picture.
  public var values: [Float]
  /// Numbers per picture.
  public let valuesPerImage: Int

  /// The number of pictures.
  public var count: Int { values.count / valuesPerImage }

  /// A data set.
  ///
  /// - Precondition: there are as many pictures as rows of numbers.
  public init(
    width: Int, height: Int, pixels: [UInt8], values: [Float], valuesPerImage: Int = 1
  ) {
    precondition(
      valuesPerImage > 0 && pixels.count * valuesPerImage == values.count * width * height,
      "\(pixels.count) pixels for \(values.count) numbers and pictures of \(width)x\(height)")
    self.width = width
    self.height = height
    self.pixels = pixels
    self.values = values
    self.valuesPerImage = valuesPerImage
  }
}

extension RegressionImages {
  /// Loads one split of an IDX data set whose labels are floats: `train-labels-idx1-float`, or
  /// `idx2-float` for several numbers per picture, `double` likewise.
  ///
  /// - Throws: `FileError` when a file is missing or damaged, when there are not as many rows of
  ///   numbers as pictures, or a number is not finite.
  public static func load(
    from directory: String, split: Split
  ) throws(FileError) -> RegressionImages {
    try DataFolder(directory).regressionImages(split)
  }
}
