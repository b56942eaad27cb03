/// Equally sized grey pictures, one after the other in one array.
public protocol ImageArray {
  /// Pixels a row of each picture.
  var width: Int { get }
  /// Rows of each picture.
  var height: Int { get }
  /// Grey values, picture after picture, row-major.
  var pixels: [UInt8] { get }
}

extension ImageArray {
  /// Bytes of one picture.
  public var imageSize: Int { width * height }

  /// The picture at `index`.
  public func image(_ index: Int) -> GrayImage {
    let start = index * imageSize
    return GrayImage(
      width: width, height: height, pixels: Array(pixels[start..<start + imageSize]))
  }
}
