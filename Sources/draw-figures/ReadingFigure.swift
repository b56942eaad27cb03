import DigitData
import DigitRecognition
import RecognizerFileIO

extension Figure {
  /// A page, and beside it the boxes and digits that `recognizer read --annotate` draws on it.
  ///
  /// - Parameter path: a PNG file whose digits are large enough not to be enlarged.
  static func reading(_ path: String) throws -> Figure {
    let page = try PNG.decode(FileContents.read(path), path: path)
    let (reading, annotated) = try Reader(Recognizer.shipped(threads: 2, batch: 128))
      .annotate(.file(path), ImagePreparation())
    let pair = SideBySide(left: page, right: annotated).image
    let rows = reading.lines.map {
      "\($0.text) (\(percent(Double($0.confidence), places: 1)))"
    }
    return Figure(
      name: "reading.png", bytes: PNG.encode(pair), summary: rows.joined(separator: ", "))
  }
}

/// Two pictures beside one another, nothing between them but white.
struct SideBySide {
  let left: ColorImage
  let right: ColorImage

  /// Pixels between the pictures.
  private static let gap = 12

  /// Both as one picture.
  var image: ColorImage {
    let (width, height) = (left.width + Self.gap + right.width, max(left.height, right.height))
    var pixels = [UInt8](repeating: 255, count: width * height * 4)
    for (picture, start) in [(left, 0), (right, left.width + Self.gap)] {
      for y in 0..<picture.height {
        let (own, other) = ((y * width + start) * 4, y * picture.width * 4)
        pixels.replaceSubrange(
          own..<own + picture.width * 4,
          with: picture.pixels[other..<other + picture.width * 4])
      }
    }
    return ColorImage(width: width, height: height, pixels: pixels)
  }
}
