public import RecognizerFileIO

/// Equally sized grey pictures with one or more numbers each: a data set to predict numbers from.
public struct RegressionImages: ImageArray, Hashable, Sendable {
  /// Pixels a row of each picture.
  public let width: Int
  /// Rows of each picture.
  public let height: Int
  /// `count * width * height` grey values, picture after picture, row-major; ink is bright.
  public var pixels: [UInt8]
  /// `count * valuesPerImage` finite numbers, picture after picture.
  public var values: [Float]
  /// Numbers of each picture.
  public let valuesPerImage: Int

  /// How many pictures.
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
  /// Whether the folder at `directory` holds numbers for the pictures of a split, by file names.
  public static func hasValues(in directory: String, split: Split) -> Bool {
    (try? IDXFolder(directory))?.has(.values, of: split) ?? false
  }

  /// Loads one split of an IDX data set whose labels are floats: `train-labels-idx1-float`, or
  /// `idx2-float` for several numbers a picture, `double` likewise.
  ///
  /// - Throws: `FileError` when a file is missing or damaged, when there are not as many rows of
  ///   numbers as pictures, or a number is not finite.
  public static func load(
    from directory: String, split: Split
  ) throws(FileError) -> RegressionImages {
    let folder = try IDXFolder(directory)
    let pair = try folder.pair(of: split, labels: .values)
    let path = Folder.join(directory, pair.labels.name)
    let (values, width) = try IDXFile(path: path).values(path: path)
    let images = try folder.images(pair.images, labels: pair.labels, count: values.count / width)
    return RegressionImages(
      width: images.width, height: images.height, pixels: images.pixels, values: values,
      valuesPerImage: width)
  }
}
