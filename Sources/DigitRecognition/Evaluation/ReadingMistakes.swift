package import DigitData
import RecognizerFileIO

/// The pictures that were not read exactly, with what was read drawn where it was read.
package struct ReadingMistakes {
  /// A mistake and its annotated picture.
  struct Example {
    let mistake: ReadingEvaluation.Mistake
    let picture: ColorImage
    let confidence: Float
  }

  let examples: [Example]

  /// All pictures together have about this many pixels at most, whatever their number: pages are
  /// enlarged until their digits can be read.
  private static let mostPixels = 24 << 20
  private static let most = 64

  /// The first mistakes of `evaluation`, read again.
  ///
  /// - Parameter folder: the folder of the pictures; what cannot be read there is left out.
  package init(_ evaluation: ReadingEvaluation, in folder: String, _ reader: Reader) {
    var examples: [Example] = []
    var pixels = 0
    for mistake in evaluation.mistakes.prefix(Self.most) where pixels < Self.mostPixels {
      guard
        let (reading, picture) = try? reader.annotate(
          .file(Folder.join(folder, mistake.file)), ImagePreparation())
      else { continue }
      examples.append(
        Example(mistake: mistake, picture: picture, confidence: reading.confidence))
      pixels += picture.width * picture.height
    }
    self.examples = examples
  }

  /// All of them on one sheet, above each what is written and what was read.
  ///
  /// Digits are as large as `read --annotate` draws them.
  package func sheet() -> ColorImage {
    let cells = examples.map(Cell.init)
    let widest = max(Self.leastWidth, cells.map(\.width).max() ?? 0)
    var places: [(x: Int, y: Int)] = []
    var (x, y, rowHeight) = (0, 0, 0)
    for cell in cells {
      if x > 0, x + cell.width > widest { (x, y, rowHeight) = (0, y + rowHeight, 0) }
      places.append((x, y))
      x += cell.width
      rowHeight = max(rowHeight, cell.height)
    }
    var canvas = Canvas(width: widest, height: max(1, y + rowHeight))
    for (cell, place) in zip(cells, places) { cell.draw(on: &canvas, x: place.x, y: place.y) }
    return canvas.picture
  }

  private static let leastWidth = 1600
}

/// A picture on the sheet with the texts above it.
private struct Cell {
  private let picture: ColorImage
  private let captions: [(text: String, color: SIMD3<UInt8>)]

  private static let margin = 16
  private static let scale = 4
  private static var lineHeight: Int { (BitmapFont.height + 2) * scale }

  init(_ example: ReadingMistakes.Example) {
    picture = example.picture
    let percent = Int((example.confidence * 100).rounded())
    let (truth, text) = example.mistake.comparison
    captions = [
      ("TRUTH \(truth)", SIMD3(0, 0, 0)), ("READ  \(text) \(percent)%", SIMD3(190, 0, 30)),
    ].flatMap { (text: String, color: SIMD3<UInt8>) in
      Self.wrapped(text, width: max(example.picture.width, 400)).map { ($0, color) }
    }
  }

  var width: Int {
    let longest = captions.map(\.text.count).max() ?? 0
    return max(picture.width, longest * BitmapFont.advance * Self.scale) + 2 * Self.margin
  }
  var height: Int { captions.count * Self.lineHeight + picture.height + 3 * Self.margin }

  func draw(on canvas: inout Canvas, x: Int, y: Int) {
    var top = y + Self.margin
    for (text, color) in captions {
      canvas.write(text, x: x + Self.margin, y: top, scale: Self.scale, color: color)
      top += Self.lineHeight
    }
    canvas.paste(picture, x: x + Self.margin, y: top)
  }

  private static func wrapped(_ text: String, width: Int) -> [String] {
    let most = width / (BitmapFont.advance * scale)
    var rest = text[...]
    var lines: [String] = []
    while !rest.isEmpty {
      lines.append(String(rest.prefix(most)))
      rest = rest.dropFirst(most)
    }
    return lines
  }
}
